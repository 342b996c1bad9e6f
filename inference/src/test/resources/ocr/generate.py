"""Writes the golden maps beside this file: what OpenCV 4.6 and pyclipper 1.2 make of them.

A map is a PGM picture (probability = value / 255), its answer a text file:
  contour x,y ...     as findContours gives them
  rectangle x,y ... s the corners of the smallest rectangle around that contour, its shorter side
  box fast|slow x,y ... score
Run it with Debian's python3-opencv, python3-pyclipper and python3-numpy.
"""

import pathlib

import cv2
import numpy as np
import pyclipper

HERE = pathlib.Path(__file__).parent
PICTURE = (611, 433)
MIN_SCORE = 0.5


def ordered(points):
    by_x = points[np.argsort(points[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def smallest(contour):
    rectangle = cv2.minAreaRect(contour)
    return ordered(cv2.boxPoints(rectangle)), min(rectangle[1])


def mean_inside(values, polygon):
    height, width = values.shape
    x0 = int(np.clip(np.floor(polygon[:, 0].min()), 0, width - 1))
    x1 = int(np.clip(np.ceil(polygon[:, 0].max()), 0, width - 1))
    y0 = int(np.clip(np.floor(polygon[:, 1].min()), 0, height - 1))
    y1 = int(np.clip(np.ceil(polygon[:, 1].max()), 0, height - 1))
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    shifted = (polygon - np.array([x0, y0], polygon.dtype)).astype(np.int32)
    cv2.fillPoly(mask, shifted.reshape(1, -1, 2), 1)
    return cv2.mean(values[y0 : y1 + 1, x0 : x1 + 1], mask)[0]


def grown(box):
    area = abs(cv2.contourArea(box.astype(np.float32)))
    distance = area * 1.6 / cv2.arcLength(box, True)
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(box, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    paths = offset.Execute(distance)
    return np.array(paths[0], np.int32).reshape(-1, 1, 2) if paths else None


def boxes(values, contours, slow):
    height, width = values.shape
    for contour in contours[:1000]:
        corners, side = smallest(contour)
        if side < 3:
            continue
        score = mean_inside(values, contour.reshape(-1, 2) if slow else corners)
        if score < MIN_SCORE:
            continue
        outline = grown(corners)
        if outline is None:
            continue
        box, side = smallest(outline)
        if side < 5:
            continue
        box[:, 0] = np.clip(np.round(box[:, 0] / width * PICTURE[0]), 0, PICTURE[0] - 1)
        box[:, 1] = np.clip(np.round(box[:, 1] / height * PICTURE[1]), 0, PICTURE[1] - 1)
        box = ordered(box)
        if int(np.linalg.norm(box[0] - box[1])) > 3 and int(np.linalg.norm(box[0] - box[3])) > 3:
            yield box, score


def points(array):
    return " ".join(f"{x:g},{y:g}" for x, y in array.reshape(-1, 2).tolist())


def floats(array):
    return " ".join(f"{x:.6f},{y:.6f}" for x, y in array.reshape(-1, 2).tolist())


def write(name, picture, detail=True):
    (HERE / f"{name}.pgm").write_bytes(
        b"P5 %d %d 255\n" % picture.shape[::-1] + picture.tobytes()
    )
    values = picture.astype(np.float32) / np.float32(255)
    mask = cv2.dilate((values > 0.3).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    lines = []
    for contour in contours if detail else ():
        corners, side = smallest(contour)
        lines.append(f"contour {points(contour)}")
        lines.append(f"rectangle {floats(corners)} {side:.6f}")
    for mode in ("fast", "slow"):
        for box, score in boxes(values, contours, mode == "slow"):
            lines.append(f"box {mode} {points(box)} {score:.6f}")
    (HERE / f"{name}.txt").write_text("\n".join(lines) + "\n")


def tilted(random, picture, count):
    height, width = picture.shape
    for _ in range(count):
        centre = (random.uniform(0, width), random.uniform(0, height))
        size = (random.uniform(10, 90), random.uniform(4, 22))
        corners = cv2.boxPoints((centre, size, random.uniform(-90, 90)))
        cv2.fillPoly(picture, [corners.astype(np.int32)], int(random.integers(120, 256)))
    return cv2.GaussianBlur(picture, (5, 5), 0)


def main():
    random = np.random.default_rng(20)
    write("tilted", tilted(random, np.zeros((160, 224), np.uint8), 14))
    level = np.zeros((96, 160), np.uint8)
    for top, left, bottom, right in (0, 0, 12, 70), (20, 90, 33, 160), (84, 5, 96, 155):
        level[top:bottom, left:right] = 230
    level[50:75, 20:120] = 200
    level[55:70, 30:100] = 20
    level[59:66, 40:90] = 250
    write("level", level)
    specks = (random.random((64, 96)) * 255).astype(np.uint8)
    write("specks", specks)
    noise = cv2.GaussianBlur(random.random((128, 160)).astype(np.float32), (0, 0), 3)
    clouds = (noise - noise.min()) / (noise.max() - noise.min())
    write("clouds", ((clouds - 0.35) * 1200).clip(0, 255).astype(np.uint8))
    dots = np.zeros((160, 192), np.uint8)
    dots[41:130:4, 1::4] = 255
    for top, bottom in (2, 36), (134, 158):
        for left in range(4, 180, 30):
            dots[top:bottom, left : left + 4] = 255
    write("dots", dots, detail=False)


main()
