#!/usr/bin/env python3
"""Writes small files of every kind that is decoded, and what Pillow 9.4 makes of each.

usage: generate.py FOLDER
NAME.EXTENSION is the file, NAME.EXTENSION.ppm is Image.open(file).convert("RGB").
"""
import io
import struct
import sys
import zlib

import numpy
from PIL import Image

folder = sys.argv[1]
numpy.random.seed(3)
W, H = 37, 23
y, x = numpy.mgrid[0:H, 0:W]
smooth = numpy.stack([127 + 120 * numpy.sin(x * a + y * b + c) for a, b, c in numpy.random.rand(3, 3) * (0.3, 0.3, 6)], axis=2)
rgb = Image.fromarray((smooth + numpy.random.randint(-5, 6, (H, W, 3))).astype(numpy.uint8))
alpha = Image.fromarray((x * 7 % 256).astype(numpy.uint8))
grey = rgb.convert("L")
rgba = rgb.copy()
rgba.putalpha(alpha)
la = grey.copy()
la.putalpha(alpha)
palette = rgb.quantize(60)
few = rgb.quantize(4)


def keep(name, data):
    with open(f"{folder}/{name}", "wb") as file:
        file.write(data)
    Image.open(io.BytesIO(data)).convert("RGB").save(f"{folder}/{name}.ppm")


def encode(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, depth, colour, rows, extra=b""):
    """Rows of packed bytes, unfiltered."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def interlaced_png(image):
    pixels = numpy.asarray(image)
    rows = []
    for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        part = pixels[y0::dy, x0::dx]
        if part.size:
            rows += [row.tobytes() for row in part]
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


for name, options in {"444": dict(subsampling=0), "422": dict(subsampling=1), "420": dict(subsampling=2),
                      "progressive": dict(progressive=True), "q20": dict(quality=20)}.items():
    keep(f"{name}.jpg", encode(rgb, "JPEG", **options))
exif = Image.Exif()
exif[0x0112] = 6
keep("turned.jpg", encode(rgb, "JPEG", exif=exif))
keep("grey.jpg", encode(grey, "JPEG"))
ink = encode(rgb.convert("CMYK"), "JPEG", quality=95)
keep("cmyk-adobe.jpg", ink)
at = ink.index(b"\xff\xee")
keep("cmyk-plain.jpg", ink[:at] + ink[at + 2 + struct.unpack(">H", ink[at + 2:at + 4])[0]:])
keep("ycck.jpg", ink[:at + 15] + b"\x02" + ink[at + 16:])
plain = encode(rgb, "JPEG")
keep("rubbish-behind.jpg", plain + b"rubbish" * 5)

keep("rgb.png", encode(rgb, "PNG"))
keep("rgba.png", encode(rgba, "PNG"))
keep("la.png", encode(la, "PNG"))
keep("grey.png", encode(grey, "PNG"))
keep("black-white.png", encode(rgb.convert("1"), "PNG"))
keep("palette.png", encode(palette, "PNG"))
keep("palette-transparent.png", encode(palette, "PNG", transparency=bytes(range(60))))
keep("palette-2-bits.png", encode(few, "PNG", bits=2))
keep("grey-transparent.png", encode(grey, "PNG", transparency=100))
keep("gamma.png", png(W, H, 8, 2, [row.tobytes() for row in numpy.asarray(rgb)], chunk(b"gAMA", struct.pack(">I", 100000))))
wide = numpy.random.randint(0, 65536, (H, W, 3)).astype(">u2")
keep("rgb-16.png", png(W, H, 16, 2, [row.tobytes() for row in wide]))
nibbles = numpy.random.randint(0, 256, (H, (W + 1) // 2), dtype=numpy.uint8)
keep("grey-4-bits.png", png(W, H, 4, 0, [row.tobytes() for row in nibbles]))
keep("grey-2-bits.png", png(W, H, 2, 0, [row.tobytes() for row in nibbles[:, :(W + 3) // 4]]))
keep("interlaced.png", interlaced_png(rgb))
whole = encode(rgb, "PNG")
keep("no-end.png", whole[:-12])

keep("lossy.webp", encode(rgb, "WEBP", quality=80))
keep("lossless.webp", encode(rgb, "WEBP", lossless=True))
keep("lossy-alpha.webp", encode(rgba, "WEBP", quality=80))
keep("lossless-alpha.webp", encode(rgba, "WEBP", lossless=True, exact=True))
keep("exif.webp", encode(rgb, "WEBP", exif=exif))
other = rgb.rotate(180)
keep("animated.webp", encode(rgb, "WEBP", save_all=True, append_images=[other], duration=100))
small = encode(rgb.crop((0, 0, 10, 8)), "WEBP", lossless=True)
stream = small[12:]
frame = struct.pack("<I", 4)[:3] + struct.pack("<I", 3)[:3] + struct.pack("<I", 9)[:3] + struct.pack("<I", 7)[:3] + b"\x64\0\0" + b"\0" + stream
body = (b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + struct.pack("<I", W - 1)[:3] + struct.pack("<I", H - 1)[:3]
        + b"ANIM" + struct.pack("<I", 6) + b"\xff\xff\xff\xff\0\0" + b"ANMF" + struct.pack("<I", len(frame)) + frame)
keep("animated-off-centre.webp", b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body)

keep("plain.gif", encode(palette, "GIF"))
keep("interlaced.gif", encode(palette, "GIF", interlace=1))
keep("transparent.gif", encode(palette, "GIF", transparency=7))
keep("grey.gif", encode(grey, "GIF"))
keep("animated.gif", encode(palette, "GIF", save_all=True, append_images=[other.quantize(60)], duration=100))
noise = Image.fromarray(numpy.random.randint(0, 256, (90, 110), dtype=numpy.uint8))
keep("full-table.gif", encode(noise, "GIF"))
gif = bytearray(encode(palette.crop((0, 0, 10, 8)), "GIF", interlace=0))
gif[6:10] = struct.pack("<HH", W, H)
at = gif.index(b",\0\0\0\0")
gif[at + 1:at + 5] = struct.pack("<HH", 5, 9)
keep("off-centre.gif", bytes(gif))

keep("rgb.bmp", encode(rgb, "BMP"))
keep("palette.bmp", encode(palette, "BMP"))
keep("black-white.bmp", encode(rgb.convert("1"), "BMP"))
keep("grey.bmp", encode(grey, "BMP"))
keep("rgb.tif", encode(rgb, "TIFF"))
keep("rgb-lzw.tif", encode(rgb, "TIFF", compression="tiff_lzw"))
keep("grey.tif", encode(grey, "TIFF"))
keep("palette.tif", encode(palette, "TIFF"))
keep("black-white.tif", encode(rgb.convert("1"), "TIFF"))
keep("rgba.tif", encode(rgba, "TIFF"))

# Pillow makes this almost white: it cuts at 255. The upper byte is what is meant.
deep = numpy.random.randint(0, 65536, (H, W)).astype(">u2")
with open(f"{folder}/grey-16.png", "wb") as file:
    file.write(png(W, H, 16, 0, [row.tobytes() for row in deep]))
Image.fromarray((deep >> 8).astype(numpy.uint8)).convert("RGB").save(f"{folder}/grey-16.png.ppm")
