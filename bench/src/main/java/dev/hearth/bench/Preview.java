package dev.hearth.bench;

import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A made-up photo of the size of a preview: smooth areas, edges and some noise. */
public final class Preview {
  static final int WIDTH = 1440;
  static final int HEIGHT = 960;

  private static final float QUALITY = 0.8f;
  private static final int SHAPES = 400;
  private static final int NOISE = 12;

  private Preview() {}

  /** The photo as a JPEG file of about 200 kB. */
  static ByteBuffer jpeg() {
    byte[] bytes = encoded(paint(1));
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /**
   * Another photo, with a picture pasted into it.
   *
   * @param seed each gives another photo
   * @param picture drawn at half to full size somewhere in it
   */
  public static byte[] jpeg(int seed, Path picture) throws IOException {
    BufferedImage image = paint(seed);
    BufferedImage pasted = ImageIO.read(picture.toFile());
    Random random = new Random(seed);
    double scale = Math.min(1, WIDTH / (2.0 * pasted.getWidth())) * (1 + random.nextDouble());
    int width = (int) (pasted.getWidth() * Math.min(scale, (double) WIDTH / pasted.getWidth()));
    int height = width * pasted.getHeight() / pasted.getWidth();
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    int x = random.nextInt(Math.max(1, WIDTH - width));
    int y = random.nextInt(Math.max(1, HEIGHT - height));
    graphics.drawImage(pasted, x, y, width, height, null);
    graphics.dispose();
    return encoded(image);
  }

  private static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("JPEG").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException e) {
      throw new IllegalStateException("a picture in memory cannot be written", e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static BufferedImage paint(int seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < SHAPES; i++) {
      int x = random.nextInt(WIDTH);
      int y = random.nextInt(HEIGHT);
      int size = 20 + random.nextInt(WIDTH / (2 + i / 10));
      graphics.setPaint(
          new GradientPaint(
              x,
              y,
              new java.awt.Color(random.nextInt(1 << 24)),
              x + size,
              y + size,
              new java.awt.Color(random.nextInt(1 << 24))));
      graphics.fillOval(x - size / 2, y - size / 2, size, size);
    }
    graphics.dispose();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int noise = random.nextInt(NOISE);
        int pixel = image.getRGB(x, y) & 0xf0f0f0;
        image.setRGB(x, y, pixel | noise | (noise << 8) | (noise << 16));
      }
    }
    return image;
  }
}
