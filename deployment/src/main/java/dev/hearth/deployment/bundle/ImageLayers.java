package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Puts the layers of an image over each other, as far as {@code lib/ollama} goes. Source: the image
 * layer format of OCI 1.1: {@code .wh.NAME} removes what a layer below has, {@code .wh..wh..opq}
 * all that those have in its folder.
 */
final class ImageLayers {
  private static final String MARK = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final StagedTree tree;
  private final Layout layout;

  ImageLayers(StagedTree tree, Layout layout) {
    this.tree = tree;
    this.layout = layout;
  }

  void apply(SavedImage image, Blobs blobs) throws IOException {
    for (SavedImage.Layer layer : image.layers()) {
      InputStream found =
          blobs
              .open(layer.blob())
              .orElseThrow(() -> new IOException("it lacks the layer " + layer.blob()));
      tree.beginLayer();
      try (DigestInputStream raw = new DigestInputStream(found, Sums.sha256())) {
        Archives.each(Archives.unpacked(raw), this::entry);
        check(layer, raw);
      }
    }
  }

  private static void check(SavedImage.Layer layer, DigestInputStream raw) throws IOException {
    if (layer.sha256().isEmpty()) {
      return;
    }
    raw.transferTo(OutputStream.nullOutputStream());
    MessageDigest digest = raw.getMessageDigest();
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(layer.sha256().get())) {
      throw new IOException("the layer " + layer.blob() + " is damaged: its sum is " + found);
    }
  }

  private boolean entry(TarArchiveEntry entry, InputStream content) throws IOException {
    String name = LibraryPath.clean(entry.getName());
    int slash = name.lastIndexOf('/');
    String folder = slash < 0 ? "" : name.substring(0, slash);
    String last = name.substring(slash + 1);
    if (last.equals(OPAQUE)) {
      if (LibraryPath.holdsAll(folder)) {
        tree.removeOlder("");
      } else if (LibraryPath.inside(folder).isPresent()) {
        tree.removeOlder(LibraryPath.inside(folder).get());
      }
    } else if (last.startsWith(MARK)) {
      gone((folder.isEmpty() ? "" : folder + "/") + last.substring(MARK.length()));
    } else {
      Unpacking.entry(entry, content, tree, wanted(name));
    }
    return true;
  }

  private void gone(String name) throws IOException {
    if (LibraryPath.holdsAll(name)) {
      tree.removeOlder("");
      return;
    }
    Optional<String> inside = LibraryPath.inside(name);
    if (inside.isPresent()) {
      tree.remove(inside.get());
    }
  }

  private Optional<String> wanted(String name) {
    return LibraryPath.inside(name)
        .filter(inside -> layout.takes(inside) || layout.compares(inside));
  }
}
