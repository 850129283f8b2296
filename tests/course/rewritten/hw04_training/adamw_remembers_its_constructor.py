# mistake: adamw.settings_of_the_constructor
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay

    @torch.no_grad()
    def step(self, closure=None):
        result = None
        if closure is not None:
            with torch.enable_grad():
                result = closure()
        for w in (w for group in self.param_groups for w in group["params"] if w.grad is not None):
            s = self.state[w]
            t = s.get("t", 0) + 1
            m = self.betas[0] * s.get("m", 0) + (1 - self.betas[0]) * w.grad
            v = self.betas[1] * s.get("v", 0) + (1 - self.betas[1]) * w.grad**2
            s.update(t=t, m=m, v=v)
            step = (m / (1 - self.betas[0] ** t)) / (torch.sqrt(v / (1 - self.betas[1] ** t)) + self.eps)
            w -= self.lr * (step + self.weight_decay * w)
        return result
