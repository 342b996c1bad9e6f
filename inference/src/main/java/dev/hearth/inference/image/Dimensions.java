package dev.hearth.inference.image;

/** Width and height in pixels, as a file's header tells them. */
record Dimensions(int width, int height) {
  long pixels() {
    return (long) width * height;
  }
}
