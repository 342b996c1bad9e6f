package dev.hearth.deployment.bundle;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Tar archives for tests, entry by entry in the order given. */
final class TarText {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  TarText() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  TarText file(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return add(entry, content);
  }

  TarText file(String name, String content) {
    return file(name, Bundles.bytes(content));
  }

  TarText link(String name, String target) {
    return special(name, TarConstants.LF_SYMLINK, target);
  }

  TarText hardLink(String name, String target) {
    return special(name, TarConstants.LF_LINK, target);
  }

  TarText device(String name) {
    return special(name, TarConstants.LF_CHR, "");
  }

  TarText items(String prefix, Map<String, Bundles.Item> items) {
    items.forEach((name, item) -> {
      switch (item) {
        case Bundles.File(byte[] content) -> file(prefix + name, content);
        case Bundles.Link(String target) -> link(prefix + name, target);
      }
    });
    return this;
  }

  private TarText special(String name, byte type, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  private TarText add(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  byte[] bytes() {
    try {
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed.toByteArray();
  }

  static byte[] zstd(byte[] plain) {
    return Zstd.compress(plain);
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(Sums.sha256().digest(content));
  }
}
