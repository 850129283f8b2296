# mistake: adamw.decay_in_the_gradient
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        value = None
        if closure is not None:
            with torch.enable_grad():
                value = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.update(p, p.grad.add(p, alpha=group["weight_decay"]), group)
        return value

    def update(self, p, g, group):
        state, (b1, b2) = self.state[p], group["betas"]
        state["count"] = state.get("count", 0) + 1
        state["mean"] = b1 * state.get("mean", torch.zeros_like(p)) + (1 - b1) * g
        state["square"] = b2 * state.get("square", torch.zeros_like(p)) + (1 - b2) * g.square()
        mean = state["mean"] / (1 - b1 ** state["count"])
        square = state["square"] / (1 - b2 ** state["count"])
        p.add_(mean / (square.sqrt() + group["eps"]), alpha=-group["lr"])
