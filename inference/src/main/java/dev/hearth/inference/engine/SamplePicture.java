package dev.hearth.inference.engine;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A picture drawn in code that detectors react to: a face on the left, two lines of print on the
 * right, a background with a gradient and grain as photos have them. The same at every call.
 */
final class SamplePicture {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;

  /** The middle of the face and half its size, in pixels. */
  static final double FACE_X = 190;

  static final double FACE_Y = 215;
  static final double FACE_A = 88;
  static final double FACE_B = 118;

  private static final Colour SKIN = new Colour(228, 180, 150);
  private static final Colour HAIR = new Colour(60, 42, 30);
  private static final Colour DARK = new Colour(35, 28, 28);
  private static final Colour WHITE = new Colour(240, 238, 235);
  private static final Colour LIPS = new Colour(176, 84, 84);
  private static final Colour CLOTH = new Colour(52, 74, 120);
  private static final Colour WALL = new Colour(150, 165, 170);
  private static final Colour PAPER = new Colour(246, 245, 240);

  private SamplePicture() {}

  static Picture drawn(Workspace workspace) {
    MemorySegment pixels = workspace.bytes(4L * WIDTH * HEIGHT);
    int grain = 1;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        grain = grain * 1_103_515_245 + 12_345;
        int noise = (grain >>> 28) - 8;
        Colour colour = person(x, y, print(x, y, WALL.lit(1.1 - 0.4 * y / HEIGHT)));
        pixels.setAtIndex(ValueLayout.JAVA_INT, (long) y * WIDTH + x, colour.word(noise));
      }
    }
    return new Picture(WIDTH, HEIGHT, pixels);
  }

  private static Colour print(int x, int y, Colour below) {
    if (x < 350 || x > 625 || y < 60 || y > 400) {
      return below;
    }
    double ink = SampleText.ink(x, y);
    return PAPER.mixed(DARK, ink);
  }

  /** The light comes from the left above. */
  private static Colour person(double x, double y, Colour wall) {
    double u = (x - FACE_X) / FACE_A;
    double v = (y - FACE_Y) / FACE_B;
    double light = 1 - 0.16 * u - 0.12 * u * u - 0.08 * v;
    Colour colour = wall;
    colour = colour.mixed(CLOTH.lit(light), ellipse(u, v, 0, 2.35, 1.75, 1.05));
    colour = colour.mixed(HAIR, ellipse(u, v, 0, -0.2, 1.17, 1.08));
    colour = colour.mixed(SKIN.lit(0.78 * light), ellipse(u, v, 0, 1.0, 0.5, 0.55));
    colour = colour.mixed(SKIN.lit(light), ellipse(u, v, 0, 0.06, 0.97, 0.98));
    colour = colour.mixed(HAIR, ellipse(u, v, 0, -0.93, 0.95, 0.36));
    for (int side = -1; side <= 1; side += 2) {
      colour = eye(u - side * 0.4, v + 0.12, light, colour);
      colour =
          colour.mixed(SKIN.lit(1.08 * light), 0.5 * ellipse(u, v, side * 0.5, 0.3, 0.2, 0.15));
      colour = colour.mixed(SKIN.lit(0.5), 0.8 * ellipse(u, v, side * 0.1, 0.32, 0.06, 0.03));
    }
    colour = colour.mixed(SKIN.lit(1.12 * light), 0.6 * ellipse(u, v, -0.03, 0.1, 0.07, 0.22));
    colour = colour.mixed(SKIN.lit(0.72 * light), 0.6 * ellipse(u, v, 0.13, 0.18, 0.06, 0.18));
    colour = colour.mixed(SKIN.lit(0.75 * light), 0.6 * ellipse(u, v, 0, 0.38, 0.2, 0.05));
    colour = colour.mixed(LIPS.lit(light), ellipse(u, v, 0, 0.58, 0.34, 0.1));
    colour = colour.mixed(DARK, 0.8 * ellipse(u, v, 0, 0.575, 0.31, 0.018));
    return colour.mixed(SKIN.lit(0.75 * light), 0.5 * ellipse(u, v, 0, 0.74, 0.2, 0.04));
  }

  private static Colour eye(double u, double v, double light, Colour face) {
    Colour colour = face.mixed(SKIN.lit(0.72 * light), 0.6 * ellipse(u, v, 0, -0.02, 0.28, 0.15));
    colour = colour.mixed(WHITE, ellipse(u, v, 0, 0, 0.19, 0.075));
    colour = colour.mixed(new Colour(80, 60, 40), ellipse(u, v, 0, 0, 0.1, 0.075));
    colour = colour.mixed(DARK, ellipse(u, v, 0, 0, 0.05, 0.04));
    colour = colour.mixed(DARK, 0.9 * ellipse(u, v, 0, -0.075, 0.2, 0.02));
    return colour.mixed(HAIR, 0.9 * ellipse(u, v, 0, -0.22, 0.27, 0.045));
  }

  /** How far inside an ellipse a place is: 1 inside, 0 outside, between them a soft edge. */
  private static double ellipse(double u, double v, double x, double y, double a, double b) {
    double du = (u - x) / a;
    double dv = (v - y) / b;
    double edge = 1 - Math.sqrt(du * du + dv * dv);
    return Math.clamp(0.5 + edge * Math.min(a, b) * 45, 0, 1);
  }

  private record Colour(double red, double green, double blue) {
    Colour lit(double factor) {
      return new Colour(red * factor, green * factor, blue * factor);
    }

    Colour mixed(Colour other, double part) {
      return part <= 0
          ? this
          : new Colour(
              red + (other.red - red) * part,
              green + (other.green - green) * part,
              blue + (other.blue - blue) * part);
    }

    int word(int noise) {
      return octet(red + noise) << 24 | octet(green + noise) << 16 | octet(blue + noise) << 8;
    }

    private static int octet(double value) {
      return (int) Math.clamp(value, 0, 255);
    }
  }
}
