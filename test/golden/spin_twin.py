"""SPIN's network in PyTorch, written anew from its description (ResNet-50, three passes of a linear
head), with random weights and BN statistics; `width` 1 is full size."""
import json
import struct

import numpy as np
import torch
from torch import nn

BLOCKS = [3, 4, 6, 3]


class Bottleneck(nn.Module):
    def __init__(self, inside, planes, stride, has_shortcut):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inside, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = nn.Conv2d(planes, planes, 3, stride, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = nn.Conv2d(planes, 4 * planes, 1, bias=False), nn.BatchNorm2d(4 * planes)
        shortcut = [nn.Conv2d(inside, 4 * planes, 1, stride, bias=False), nn.BatchNorm2d(4 * planes)]
        self.downsample = nn.Sequential(*shortcut) if has_shortcut else None

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(torch.relu(self.bn2(self.conv2(y)))))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class SpinTwin(nn.Module):
    def __init__(self, width=1.0):
        super().__init__()
        inside = max(1, round(64 * width))
        self.conv1, self.bn1 = nn.Conv2d(3, inside, 7, 2, 3, bias=False), nn.BatchNorm2d(inside)
        for layer, blocks in enumerate(BLOCKS):
            planes = max(1, round(64 * width * 2**layer))
            rows = []
            for i in range(blocks):
                rows.append(Bottleneck(inside, planes, 2 if layer > 0 and i == 0 else 1, i == 0))
                inside = 4 * planes
            setattr(self, f"layer{layer + 1}", nn.Sequential(*rows))
        hidden = max(1, round(1024 * width))
        self.fc1, self.fc2 = nn.Linear(inside + 157, hidden), nn.Linear(hidden, hidden)
        self.decpose, self.decshape, self.deccam = (nn.Linear(hidden, n) for n in (144, 10, 3))
        for name, n in (("init_pose", 144), ("init_shape", 10), ("init_cam", 3)):
            self.register_buffer(name, torch.zeros(1, n))

    def features(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        x = nn.functional.max_pool2d(x, 3, 2, 1)
        return self.layer4(self.layer3(self.layer2(self.layer1(x)))).mean((2, 3))

    def head(self, xf):
        pose, shape, cam = (b.expand(len(xf), -1) for b in (self.init_pose, self.init_shape, self.init_cam))
        for _ in range(3):
            h = self.fc2(self.fc1(torch.cat([xf, pose, shape, cam], 1)))
            pose, shape, cam = pose + self.decpose(h), shape + self.decshape(h), cam + self.deccam(h)
        return torch.cat([pose, shape, cam], 1)

    def forward(self, x):
        return self.head(self.features(x))


def random_twin(width, seed):
    """Weights and statistics at random, so that activations stay of the order of 1."""
    twin, random = SpinTwin(width).eval(), torch.Generator().manual_seed(seed)
    draw = lambda tensor, low, high: tensor.copy_(torch.rand(tensor.shape, generator=random) * (high - low) + low)
    with torch.no_grad():
        for name, tensor in twin.state_dict().items():
            if name.endswith("num_batches_tracked"):
                continue
            if tensor.ndim == 4:
                bound = (6 / tensor[0].numel()) ** 0.5
            elif tensor.ndim == 2:
                bound = (3 / tensor.shape[1]) ** 0.5 * (0.05 if name.startswith("dec") else 1)
            else:
                bound = 0.1
            last = 0.4 if "bn3" in name else 1.0
            low, high = {"running_var": (0.5, 1.5)}.get(name.split(".")[-1], (-bound, bound))
            if ("bn" in name or "downsample.1" in name) and name.endswith("weight"):
                low, high = 0.5 * last, 1.2 * last
            draw(tensor, low, high)
        twin.init_pose.copy_(torch.tensor([1.0, 0, 0, 1, 0, 0]).repeat(24) + 0.1 * twin.init_pose)
        twin.init_cam.copy_(torch.tensor([[0.9, 0, 0]]))
    return twin


def picture(index):
    """224 x 224 x 3 bytes that any language can make: integers only."""
    y, x, c = np.meshgrid(np.arange(224), np.arange(224), np.arange(3), indexing="ij")
    return ((3 * x * x + 5 * y * y + 7 * (index + 1) * x * y + 41 * c) // 97 % 256).astype(np.uint8)


def network_input(pictures):
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    values = (np.stack(pictures) / 255 - mean) / std
    return torch.tensor(values.transpose(0, 3, 1, 2), dtype=torch.float32)


def write_safetensors(path, tensors):
    header, blobs, offset = {}, [], 0
    for name, tensor in tensors.items():
        blob = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def weights_of(twin):
    return {k: v for k, v in twin.state_dict().items() if not k.endswith("num_batches_tracked")}
