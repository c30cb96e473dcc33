"""VideoLLaMA2's STC connectors, restated from the model specification (D) with timm's RegStage."""

import torch
from timm.layers import LayerNorm2d
from timm.models.regnet import RegStage
from torch import nn

DEPTH = 4


class StcConnector(nn.Module):
    """Tower features [frames, patches, width] to visual tokens [tokens, hidden]."""

    def __init__(self, width, hidden, bordered):
        super().__init__()
        stage = {"depth": DEPTH, "stride": 1, "dilation": 1, "act_layer": nn.SiLU, "norm_layer": LayerNorm2d}
        self.s1 = RegStage(in_chs=width, out_chs=hidden, **stage)
        self.sampler = nn.Sequential(
            nn.Conv3d(hidden, hidden, kernel_size=2, stride=2, padding=1 if bordered else 0), nn.SiLU())
        self.s2 = RegStage(in_chs=hidden, out_chs=hidden, **stage)
        self.readout = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, hidden))

    def forward(self, features):
        frames, patches, width = features.shape
        grid = round(patches ** 0.5)
        x = features.reshape(frames, grid, grid, width).permute(0, 3, 1, 2)
        x = self.s1(x)
        x = self.sampler(x.permute(1, 0, 2, 3)[None])[0]
        x = self.s2(x.permute(1, 0, 2, 3))
        return self.readout(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))


def connector(kind, width, hidden):
    return StcConnector(width, hidden, {"stc_connector": True, "stc_connector_v35": False}[kind])
