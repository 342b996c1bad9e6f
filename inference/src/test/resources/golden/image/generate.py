#!/usr/bin/env python3
"""Writes the expected pictures of the pixel operations: Pillow and OpenCV are the oracles.

usage: generate.py FOLDER [CASES_OF_EACH [SEED]]
Committed with Pillow 9.4.0 and OpenCV 4.6.0: generate.py . 4 1
Each line of cases.txt: operation, numbers, source, expected.
"""
import random
import sys

import cv2
import numpy
from PIL import Image

folder = sys.argv[1]
count = int(sys.argv[2]) if len(sys.argv) > 2 else 4
random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
numpy.random.seed(random.randrange(1 << 30))
lines = []


def noise(width, height):
    return numpy.random.randint(0, 256, (height, width, 3), dtype=numpy.uint8)


def smooth(width, height):
    y, x = numpy.mgrid[0:height, 0:width]
    planes = [127.5 + 127.5 * numpy.sin(x * a + y * b + c)
              for a, b, c in numpy.random.rand(3, 3) * (0.3, 0.3, 6)]
    return numpy.stack(planes, axis=2).astype(numpy.uint8)


def source(limit=70):
    make = random.choice([noise, smooth])
    return make(random.randint(3, limit), random.randint(3, limit))


def keep(pixels, name):
    Image.fromarray(pixels).save(f"{folder}/{name}.ppm")
    return name + ".ppm"


def case(operation, index, numbers, pixels, expected):
    stem = f"{operation}-{index}"
    lines.append(" ".join([operation, *map(str, numbers), keep(pixels, stem), keep(expected, stem + "-expected")]))


FILTERS = {"BILINEAR": Image.BILINEAR, "BICUBIC": Image.BICUBIC, "LANCZOS": Image.LANCZOS}
for i in range(count):
    for name, kernel in FILTERS.items():
        pixels = source()
        width, height = random.randint(1, 60), random.randint(1, 60)
        if i == 0:
            width = pixels.shape[1]
        whole = numpy.asarray(Image.fromarray(pixels).resize((width, height), kernel))
        left, top = random.randrange(width), random.randrange(height)
        w, h = random.randint(1, width - left), random.randint(1, height - top)
        case("resample-" + name, i, (width, height, left, top, w, h), pixels,
             numpy.ascontiguousarray(whole[top:top + h, left:left + w]))

for i in range(count):
    pixels = source()
    size = (random.randint(1, 80), random.randint(1, 80))
    if i == 0:
        pixels = noise(38, 26)
        size = (19, 13)
    if i == 1:
        size = (pixels.shape[1], random.randint(1, 80))
    case("bilinear", i, size, pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR))

for i in range(count):
    pixels = source()
    height, width = pixels.shape[:2]
    size = (random.randint(5, 50), random.randint(5, 50))
    angle, zoom = random.uniform(-3.2, 3.2), random.uniform(0.3, 2.5)
    a, b = zoom * numpy.cos(angle), zoom * numpy.sin(angle)
    middle = numpy.array([[a, -b], [b, a]]) @ (width / 2, height / 2)
    matrix = numpy.array([[a, -b, size[0] / 2 - middle[0]], [b, a, size[1] / 2 - middle[1]]])
    case("affine", i, (*matrix.flatten().tolist(), *size), pixels, cv2.warpAffine(pixels, matrix, size))

for i in range(count):
    pixels = source()
    height, width = pixels.shape[:2]
    w, h = random.randint(4, 60), random.randint(4, 30)
    around = random.uniform(0.05, 0.4)
    quad = [(x * width + random.uniform(-around, around) * width, y * height + random.uniform(-around, around) * height)
            for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))]
    rows, values = [], []
    for (x, y), (u, v) in zip(quad, ((0, 0), (w, 0), (w, h), (0, h))):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        values += [x, y]
    map_ = numpy.linalg.solve(rows, values)
    warped = Image.fromarray(pixels).transform((w, h), Image.PERSPECTIVE, map_.tolist(), Image.BICUBIC)
    case("perspective", i, (*(c for corner in quad for c in corner), w, h), pixels, numpy.asarray(warped))

pixels = noise(7, 5)
case("rotate-left", 0, (), pixels, numpy.asarray(Image.fromarray(pixels).transpose(Image.ROTATE_90)))

with open(f"{folder}/cases.txt", "w") as file:
    file.write("\n".join(lines) + "\n")
