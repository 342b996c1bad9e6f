package dev.hearth.inference.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The file formats that are decoded, told apart by their first bytes. */
enum EncodedFormat {
  JPEG("JPEG"),
  PNG("PNG"),
  WEBP("WebP"),
  GIF("GIF"),
  BMP("BMP"),
  TIFF("TIFF");

  /** Enough bytes to tell every format. */
  private static final int SNIFFED = 16;

  private final String title;

  EncodedFormat(String title) {
    this.title = title;
  }

  /** The name as people write it. */
  String title() {
    return title;
  }

  /**
   * The format of a file.
   *
   * @throws dev.hearth.machine.ProblemException when it is none of these
   */
  static EncodedFormat of(ByteBuffer encoded) {
    byte[] head = new byte[Math.min(encoded.remaining(), SNIFFED)];
    encoded.get(encoded.position(), head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return GIF;
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return TIFF;
    }
    if (text.startsWith("BM")) {
      return BMP;
    }
    throw refusal(text);
  }

  private static RuntimeException refusal(String head) {
    if (head.isEmpty()) {
      return Refusals.empty();
    }
    if (head.startsWith("ftyp", 4)) {
      return Refusals.foreign(brand(head.substring(Math.min(8, head.length()))));
    }
    if (head.startsWith("\u00ff\n") || head.startsWith("JXL ", 4)) {
      return Refusals.foreign("JPEG XL");
    }
    if (head.startsWith("jP  ", 4) || head.startsWith("\u00ffO\u00ffQ")) {
      return Refusals.foreign("JPEG 2000");
    }
    if (head.startsWith("%PDF")) {
      return Refusals.foreign("PDF");
    }
    String lower = head.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      return Refusals.foreign("HTML");
    }
    if (lower.startsWith("<svg") || lower.startsWith("<?xml")) {
      return Refusals.foreign("SVG");
    }
    return Refusals.notAPicture();
  }

  /** The still and moving picture formats of ISO base media files, by their major brand. */
  private static String brand(String text) {
    String brand = text.substring(0, Math.min(4, text.length()));
    return switch (brand) {
      case "avif", "avis" -> "AVIF";
      case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> "HEIC";
      default -> "Video";
    };
  }
}
