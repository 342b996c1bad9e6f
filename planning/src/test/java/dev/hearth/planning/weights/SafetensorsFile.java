package dev.hearth.planning.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes small safetensors files. */
final class SafetensorsFile {
  private SafetensorsFile() {}

  /** A file with this JSON as its head, and that many bytes of data. */
  static byte[] of(String json, int dataBytes) {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] file = new Bytes().u64(head.length).raw(head).toArray();
    return Arrays.copyOf(file, file.length + dataBytes);
  }

  static byte[] small() {
    return of(
        """
        {"__metadata__":{"format":"pt","nested":{"a":[1,2]}},
         "model.embed.weight":{"dtype":"F16","shape":[10,4],"data_offsets":[0,80]},
         "model.norm.weight":{"dtype":"F32","shape":[4],"data_offsets":[80,96]},
         "model.scale":{"dtype":"BF16","shape":[],"data_offsets":[96,98]}}
        """,
        98);
  }
}
