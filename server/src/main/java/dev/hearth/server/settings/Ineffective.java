package dev.hearth.server.settings;

import java.util.Map;
import java.util.TreeMap;

/** Variables of Immich's service that are accepted and mean nothing here, each with the reason. */
final class Ineffective {
  private static final String ML = "MACHINE_LEARNING_";
  private static final String ARM_NN = "models run on ONNX Runtime, not on ARM NN";
  private static final String RKNN = "models run on ONNX Runtime, not on the RKNN runtime";

  static final Map<String, String> VARIABLES = variables();

  private Ineffective() {}

  private static Map<String, String> variables() {
    Map<String, String> reasons = new TreeMap<>();
    reasons.put(
        ML + "WORKER_TIMEOUT",
        "there are no worker processes to restart; request_timeout limits a request");
    reasons.put(ML + "ANN", ARM_NN);
    reasons.put(ML + "ANN_FP16_TURBO", ARM_NN);
    reasons.put(ML + "ANN_TUNING_LEVEL", ARM_NN);
    reasons.put(ML + "RKNN", RKNN);
    reasons.put(ML + "RKNN_THREADS", RKNN);
    reasons.put(
        ML + "DEVICE_ID", "Immich overwrites it too; use " + ML + "DEVICE_IDS or device_ids");
    reasons.put(ML + "TEST_FULL", "it belongs to the tests of Immich's service");
    reasons.put("DEVICE", "it names a variant of Immich's image; use device or HEARTH_DEVICE");
    reasons.put("GUNICORN_CMD_ARGS", "no gunicorn runs here");
    reasons.put("TRANSFORMERS_CACHE", "models lie in cache_folder");
    return Map.copyOf(reasons);
  }
}
