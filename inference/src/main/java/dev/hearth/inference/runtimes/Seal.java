package dev.hearth.inference.runtimes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What the file system says of a file whose checksum was taken. While all of it is as it was, so
 * are the bytes: nothing writes to a file without its change time moving, and that time cannot be
 * set by programs. A copy of the file has another seal, and has its checksum taken again.
 *
 * <p>Why not the checksum each time: in a JVM that has just started, that of 45 MB takes 0.8 s
 * (0.09 s only once the compiler has got to it), and that of the CUDA runtime ten times as long.
 *
 * @param bytes its size
 * @param modified when its content was changed, in the file system's own words
 * @param changed when anything of it was changed
 * @param inode its number
 */
record Seal(long bytes, String modified, String changed, long inode) {

  static Seal of(Path file) throws IOException {
    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
    return new Seal(
        facts.size(),
        facts.lastModifiedTime().toString(),
        String.valueOf(Files.getAttribute(file, "unix:ctime")),
        ((Number) Files.getAttribute(file, "unix:ino")).longValue());
  }
}
