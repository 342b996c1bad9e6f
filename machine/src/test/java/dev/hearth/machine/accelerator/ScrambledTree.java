package dev.hearth.machine.accelerator;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Reading;
import dev.hearth.machine.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A machine whose files, folders and links hold anything at all, the same for the same seed. */
public final class ScrambledTree implements Tree {
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "0x",
    "18446744073709551615",
    "9223372036854775808",
    "4294967295",
    "0xffffffffffffffff",
    "99999999999999999999999",
    "",
    " 7 7",
    "1e9",
    "\u0660",
    "2147483648"
  };

  private final Tree honest;
  private final Random random;

  public ScrambledTree(Tree honest, long seed) {
    this.honest = honest;
    this.random = new Random(seed);
  }

  @Override
  public Reading<byte[]> bytes(String path) {
    Reading<byte[]> content = honest.bytes(path);
    return switch (random.nextInt(5)) {
      case 0 -> noise();
      case 1 -> Reading.known(number().getBytes(StandardCharsets.UTF_8));
      case 2 -> content.map(this::withOtherNumbers);
      case 3 -> content.map(this::withOtherBytes);
      default -> content;
    };
  }

  private Reading<byte[]> noise() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return Reading.known(bytes);
  }

  private String number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private byte[] withOtherNumbers(byte[] content) {
    StringBuilder text = new StringBuilder();
    new String(content, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          int blank = line.indexOf(' ');
          boolean keep = blank < 0 || random.nextInt(3) > 0;
          text.append(keep ? line : line.substring(0, blank + 1) + number()).append('\n');
        });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] withOtherBytes(byte[] content) {
    byte[] other = content.clone();
    for (int change = 0; change < 3 && other.length > 0; change++) {
      other[random.nextInt(other.length)] = (byte) random.nextInt();
    }
    return other;
  }

  @Override
  public Reading<List<String>> names(String directory) {
    Reading<List<String>> names = honest.names(directory);
    return switch (random.nextInt(8)) {
      case 0 -> Reading.unknown(directory + " may not be read");
      case 1 ->
          names.map(found -> {
            List<String> more = new ArrayList<>(found);
            more.add(number());
            more.add("renderD" + number());
            more.add("0000:ff:1f.7");
            return more;
          });
      default -> names;
    };
  }

  @Override
  public Reading<String> target(String link) {
    return switch (random.nextInt(8)) {
      case 0 -> Reading.known(number());
      case 1 -> Reading.known("/");
      case 2 -> Reading.known("../../../0000:05:00.0/");
      default -> honest.target(link);
    };
  }

  @Override
  public Reading<String> realPath(String path) {
    return honest.realPath(path);
  }

  @Override
  public Reading<FileStatus> status(String path) {
    return honest.status(path);
  }

  @Override
  public Reading<Access> access(String path) {
    return honest.access(path);
  }

  @Override
  public Reading<DiskSpace> disk(String path) {
    return honest.disk(path);
  }

  @Override
  public Reading<Finished> run(List<String> argv, Duration deadline) {
    return Reading.unknown("no programs are run here");
  }
}
