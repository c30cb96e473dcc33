"""The reference against what is known apart from it. Run before anything is generated."""

import torch
from transformers import MambaConfig
from transformers.models.mamba.modeling_mamba import MambaMixer

from anomshield_reference import mamba_model, mixer, sample_uniform, scan_direction


def waves(shape, phase):
    count = 1
    for side in shape:
        count *= side
    return (0.5 * torch.sin(0.7 * torch.arange(count, dtype=torch.float64) + phase)).reshape(shape)


def wave_mixer():
    w = {"in_proj.weight": waves((8, 2), 0.1), "out_proj.weight": waves((2, 4), 0.9)}
    for suffix, a_log, shift in (("", "A_log", 0.0), ("_b", "A_b_log", 1.0)):
        w |= {f"conv1d{suffix}.weight": waves((4, 4), 0.2 + shift)[:, None],
              f"conv1d{suffix}.bias": waves((4,), 0.3 + shift), f"x_proj{suffix}.weight": waves((5, 4), 0.4 + shift),
              f"dt_proj{suffix}.weight": waves((4, 1), 0.5 + shift), f"dt_proj{suffix}.bias": waves((4,), 0.6 + shift),
              a_log: waves((4, 2), 0.7 + shift), f"D{suffix}": waves((4,), 0.8 + shift)}
    return w


def check_published_vectors():
    """Model spec C.5."""
    w, x = wave_mixer(), waves((5, 2), 1.7)
    expected = [[0.03687808, -0.037325553], [-0.009403899, 0.007633828], [-0.022786418, 0.024095343],
                [0.001680522, -0.000426904], [0.034863287, -0.034226475]]
    assert torch.allclose(mixer(x, w), torch.tensor(expected, dtype=torch.float64), atol=2e-9, rtol=0)
    model = {"layers.0.mixer." + k: v for k, v in w.items()}
    model |= {"layers.0.norm.weight": 1 + waves((2,), 2.1), "norm_f.weight": 1 + waves((2,), 2.2)}
    expected = [[1.982951479, -0.085983139], [-0.149773929, -1.578677749], [-1.608422244, -0.928663195],
                [-1.503522943, 1.033977547], [1.687373441, 0.834868346]]
    assert torch.allclose(mamba_model(x, model), torch.tensor(expected, dtype=torch.float64), atol=2e-9, rtol=0)


def check_against_mamba():
    """Each direction is the mixer of transformers' Mamba."""
    torch.manual_seed(3)
    config = MambaConfig(hidden_size=6, state_size=3, expand=2, conv_kernel=4, time_step_rank=2,
                         use_bias=False, use_conv_bias=True)
    theirs = MambaMixer(config, layer_idx=0).double().eval()
    for parameter in theirs.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    w = {k: v.detach() for k, v in theirs.named_parameters()}
    x = torch.randn(11, 6, dtype=torch.float64)
    with torch.no_grad():
        expected = theirs.slow_forward(x[None])[0]
    a, z = (x @ w["in_proj.weight"].T).chunk(2, dim=-1)
    found = scan_direction(a, z, w, "") @ w["out_proj.weight"].T
    assert torch.allclose(found, expected, atol=1e-6), (found - expected).abs().max()
    both = w | {("A_b_log" if k == "A_log" else k.replace("conv1d", "conv1d_b").replace("x_proj", "x_proj_b")
                 .replace("dt_proj", "dt_proj_b").replace("D", "D_b")): v
                for k, v in w.items() if k not in ("in_proj.weight", "out_proj.weight")}
    assert torch.allclose(mixer(x.flip(0), both), mixer(x, both).flip(0), atol=1e-12)


def check_sampler():
    """Model spec B.1."""
    assert sample_uniform(300, 16) == [9, 28, 46, 65, 84, 102, 121, 140, 159, 177, 196, 215, 233, 252, 271, 289]
    assert sample_uniform(16, 16) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13, 14]
    assert sample_uniform(8, 16) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7]


def run():
    check_published_vectors()
    check_against_mamba()
    check_sampler()
