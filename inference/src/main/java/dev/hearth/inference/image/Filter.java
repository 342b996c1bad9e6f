package dev.hearth.inference.image;

/** The convolution kernels of Pillow's resampling. */
public enum Filter {
  BILINEAR,
  BICUBIC,
  LANCZOS
}
