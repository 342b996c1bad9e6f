package dev.hearth.inference.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** A JPEG of noise, made when it is needed rather than committed. */
final class LargeJpeg {
  private LargeJpeg() {}

  static byte[] of(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new Random(2).ints((long) width * height).toArray();
    image.setRGB(0, 0, width, height, pixels, 0, width);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, "JPEG", file);
    return file.toByteArray();
  }
}
