"""Muon for the matrices of the layers, Adam for the embedding and the norms.

Muon (Jordan et al. 2024) replaces a matrix's momentum by the nearest orthogonal matrix, found with
Newton-Schulz steps; a small network learns with it from about half the tokens.
"""

import torch
import torch.distributed as dist


def orthogonal(g: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Approximately U Vᵀ of the singular value decomposition of g."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = g.shape[0] > g.shape[1]
    x = ((g.T if tall else g) / (g.norm() + 1e-7)).bfloat16()
    for _ in range(steps):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x.T if tall else x).float()


class Muon:
    def __init__(self, model: torch.nn.Module, rank=0, ranks=1, momentum=0.95, decay=0.02):
        named = list(model.named_parameters())
        self.matrices = [p for name, p in named if p.dim() == 2 and "embed" not in name]
        others = [p for name, p in named if p.dim() != 2 or "embed" in name]
        self.adam = torch.optim.AdamW(others, betas=(0.9, 0.97), weight_decay=0.0)
        self.buffers = [torch.zeros_like(p) for p in self.matrices]
        self.momentum, self.decay, self.rank, self.ranks = momentum, decay, rank, ranks

    @torch.no_grad()
    def step(self, rate: float):
        """One step; the embedding learns at a fifth of `rate`."""
        self.adam.param_groups[0]["lr"] = rate * 0.2
        self.adam.step()
        updates = [torch.zeros_like(p) for p in self.matrices]
        for i, (p, buffer) in enumerate(zip(self.matrices, self.buffers)):
            buffer.lerp_(p.grad, 1 - self.momentum)
            if i % self.ranks == self.rank:  # the ranks share this work
                updates[i] = orthogonal(p.grad.lerp(buffer, self.momentum))
        if self.ranks > 1:
            together = torch.cat([u.reshape(-1) for u in updates])
            dist.all_reduce(together)
            parts = together.split([u.numel() for u in updates])
            updates = [part.view_as(u) for part, u in zip(parts, updates)]
        for p, update in zip(self.matrices, updates):
            update = update * max(1, p.shape[0] / p.shape[1]) ** 0.5
            p.mul_(1 - rate * self.decay).add_(update, alpha=-rate)
        for p in self.matrices + self.adam.param_groups[0]["params"]:
            p.grad = None

    def state_dict(self) -> dict:
        return {"adam": self.adam.state_dict(), "buffers": self.buffers}

    def load_state_dict(self, state: dict):
        self.adam.load_state_dict(state["adam"])
        self.buffers = state["buffers"]
