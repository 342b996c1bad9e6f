package dev.hearth.inference.ocr;

/**
 * Border following after Suzuki and Abe (1985), in the order and with the points that OpenCV's
 * {@code findContours} gives for {@code RETR_LIST} and {@code CHAIN_APPROX_SIMPLE}: outer borders
 * and borders of holes alike, the last found first, straight runs reduced to their ends.
 */
final class Borders {
  private static final byte SEEN = 2;

  /** A seen pixel whose right neighbour is empty: the scan must not take it for a new border. */
  private static final byte SEEN_RIGHT = -126;

  /** The eight directions, counter-clockwise from the right; twice, to run past the end. */
  private static final int[] STEP_X = {1, 1, 0, -1, -1, -1, 0, 1};

  private static final int[] STEP_Y = {0, -1, -1, -1, 0, 1, 1, 1};
  private static final int LEFT = 4;
  private static final int RIGHT = 0;
  private static final long EVERY_BYTE = 0x0101010101010101L;

  private final TextMask mask;
  private final int[] starts;
  private final int[] steps = new int[16];
  private final Points unread = new Points();
  private int found;

  /**
   * Scans a mask and marks what it has seen.
   *
   * @param limit how many borders are kept: the last ones that the scan meets
   */
  Borders(TextMask mask, int limit) {
    this.mask = mask;
    this.starts = new int[limit];
    for (int code = 0; code < steps.length; code++) {
      steps[code] = STEP_Y[code & 7] * mask.stride() + STEP_X[code & 7];
    }
    for (int y = 1; y <= mask.height(); y++) {
      scan(y * mask.stride());
    }
  }

  /** How many borders were kept. */
  int count() {
    return Math.min(found, starts.length);
  }

  /** Writes the points of one border; 0 is the last one found. */
  void trace(int index, Points into) {
    int start = starts[(found - 1 - index) % starts.length];
    follow(Math.abs(start), start < 0, into, false);
  }

  private void scan(int row) {
    byte previous = 0;
    int end = row + mask.width() + 1;
    for (int at = row + 1; at <= end; at++) {
      if ((at & 7) == 0) {
        long same = (previous & 0xff) * EVERY_BYTE;
        while (at + 8 <= end && mask.word(at) == same) {
          at += 8;
        }
      }
      byte pixel = mask.at(at);
      if (pixel == previous) {
        continue;
      }
      if (previous == 0 && pixel == 1) {
        remember(at, false);
      } else if (pixel == 0 && previous >= 1) {
        remember(at - 1, true);
      }
      previous = mask.at(at);
    }
  }

  private void remember(int at, boolean hole) {
    starts[found++ % starts.length] = hole ? -at : at;
    follow(at, hole, unread, true);
  }

  private void follow(int start, boolean hole, Points into, boolean marking) {
    into.clear();
    int x = start % mask.stride() - 1;
    int y = start / mask.stride() - 1;
    int first = firstNeighbour(start, hole ? RIGHT : LEFT);
    if (first < 0) {
      into.add(x, y);
      if (marking) {
        mask.mark(start, SEEN_RIGHT);
      }
      return;
    }
    int last = start + steps[first];
    int at = start;
    int direction = first;
    int written = first ^ 4;
    while (true) {
      int from = direction;
      do {
        direction++;
      } while (mask.at(at + steps[direction]) == 0);
      int next = at + steps[direction];
      direction &= 7;
      if (marking) {
        markPassed(at, direction, from);
      }
      if (direction != written) {
        into.add(x, y);
        written = direction;
      }
      if (next == start && at == last) {
        return;
      }
      x += STEP_X[direction];
      y += STEP_Y[direction];
      at = next;
      direction = direction + 4 & 7;
    }
  }

  /** The first filled neighbour clockwise from a direction, or a negative number for none. */
  private int firstNeighbour(int at, int from) {
    for (int turn = 1; turn < 8; turn++) {
      int direction = from - turn & 7;
      if (mask.at(at + steps[direction]) != 0) {
        return direction;
      }
    }
    return -1;
  }

  private void markPassed(int at, int direction, int from) {
    // The walk turned past the right neighbour, so that one is empty.
    if (direction > 0 && direction - 1 < from) {
      mask.mark(at, SEEN_RIGHT);
    } else if (mask.at(at) == 1) {
      mask.mark(at, SEEN);
    }
  }
}
