package dev.hearth.inference.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.machine.Command;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"ustar", "pax", "gnu", "v7"})
  void readsWhatTheTarProgramPacks(String format) throws IOException {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("package/empty", 0);
    sizes.put("package/one-block", 512);
    sizes.put("package/block-and-one", 513);
    sizes.put("package/model/weights.onnx", 100_001);
    if (!format.equals("v7")) {
      sizes.put("package/" + "d".repeat(80) + "/" + "f".repeat(90), 7);
    }
    if (format.equals("pax") || format.equals("gnu")) {
      sizes.put("package/" + "x".repeat(200), 8);
      sizes.put("package/größe", 9);
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    sizes.forEach((name, size) -> files.put(name, random(size)));

    byte[] archive = pack(format, files);

    assertContents(archive, files);
  }

  @Test
  void skipsFilesThatNobodyReads() throws IOException {
    Map<String, byte[]> files = Map.of("a", random(1000), "b", random(2000));
    TarReader tar = new TarReader(new ByteArrayInputStream(pack("ustar", files)));

    assertThat(tar.next()).isPresent();
    assertThat(tar.next()).isPresent();
    assertThat(tar.next()).isEmpty();
  }

  @Test
  void aCutArchiveIsToldAtEveryByte() throws IOException {
    byte[] archive = pack("pax", Map.of("package/" + "x".repeat(120), random(700)));
    int contentEnd = contentEnd(archive);

    for (int length = 1; length < contentEnd; length += 7) {
      byte[] cut = Arrays.copyOf(archive, length);
      if (length % 512 != 0) {
        assertThatThrownBy(() -> contents(cut)).isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void anyBytesAreReadOrRefusedAndNeverLoopOrOverflow() throws IOException {
    Random random = new Random(4);
    byte[] archive = pack("gnu", Map.of("package/" + "x".repeat(120), random(700)));
    for (int i = 0; i < 3000; i++) {
      byte[] broken = archive.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        broken[random.nextInt(Math.min(broken.length, 2600))] = (byte) random.nextInt(256);
      }
      try {
        contents(broken);
      } catch (IOException refused) {
        assertThat(refused).hasMessageFindingMatch("tar archive|cut");
      }
      byte[] noise = new byte[1 + random.nextInt(2000)];
      random.nextBytes(noise);
      assertThatThrownBy(() -> contents(noise)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anEmptyArchiveHasNoFiles() throws IOException {
    assertThat(contents(new byte[0])).isEmpty();
    assertThat(contents(new byte[1024])).isEmpty();
  }

  private static int contentEnd(byte[] archive) {
    int end = archive.length;
    while (archive[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static void assertContents(byte[] archive, Map<String, byte[]> expected)
      throws IOException {
    Map<String, byte[]> contents = contents(archive);
    assertThat(contents.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(contents.get(name)).isEqualTo(bytes));
  }

  private static Map<String, byte[]> contents(byte[] archive) throws IOException {
    TarReader tar = new TarReader(new ByteArrayInputStream(archive));
    Map<String, byte[]> contents = new LinkedHashMap<>();
    byte[] chunk = new byte[333];
    for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (int n = tar.read(chunk); n >= 0; n = tar.read(chunk)) {
        content.write(chunk, 0, n);
      }
      contents.put(entry.get().name(), content.toByteArray());
    }
    return contents;
  }

  private byte[] pack(String format, Map<String, byte[]> files) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "pack");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve("in").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Path archive = folder.resolve("out.tar");
    Command command =
        new Command(
            List.of(
                "tar",
                "--format=" + format,
                "-cf",
                archive.toString(),
                "-C",
                folder.resolve("in").toString(),
                "--transform=s,^\\./,,",
                "."),
            Duration.ofSeconds(20));
    try {
      assertThat(new ProcessCommandRunner().run(command).stderr()).isEmpty();
    } catch (ProblemException noTar) {
      assumeTrue(false, "no tar program here: " + noTar.getMessage());
    }
    return Files.readAllBytes(archive);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
