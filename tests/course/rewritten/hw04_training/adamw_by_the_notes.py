# mistake: adamw.no_square_root
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        if closure is None:
            result = None
        else:
            with torch.enable_grad():
                result = closure()
        for group in self.param_groups:
            eta, lam, eps = group["lr"], group["weight_decay"], group["eps"]
            beta, gamma = group["betas"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                s = self.state[w]
                if "t" not in s:
                    s["t"], s["m"], s["v"] = 0, torch.zeros_like(w), torch.zeros_like(w)
                s["t"] += 1
                s["m"].mul_(beta).add_((1 - beta) * w.grad)
                s["v"].mul_(gamma).add_((1 - gamma) * w.grad * w.grad)
                m_hat, v_hat = s["m"] / (1 - beta ** s["t"]), s["v"] / (1 - gamma ** s["t"])
                w.copy_(w - eta * lam * w - eta * m_hat / (v_hat + eps))
        return result
