package dev.hearth.bench.lab;

import dev.hearth.bench.Preview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws photos of the size of a preview, with a text picture in them. At packing time only. */
@Command(name = "photos", hidden = true)
final class PhotosCommand implements Callable<Integer> {
  private static final int COUNT = 4;

  @Parameters(paramLabel = "DIR")
  Path folder = Path.of("");

  @Option(names = "--with", required = true)
  Path picture = Path.of("");

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < COUNT; i++) {
      byte[] photo = Preview.jpeg(i + 1, picture);
      Files.write(folder.resolve("drawn-" + (i + 1) + ".jpg"), photo);
    }
    return 0;
  }
}
