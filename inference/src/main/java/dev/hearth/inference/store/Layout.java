package dev.hearth.inference.store;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.regex.Pattern;

/** Where the files of a model lie inside its folder, as Immich's cache has it. */
final class Layout {
  static final String STARTER = "starter";
  static final String MODEL = "model.onnx";
  static final String MANIFEST = ".hearth.json";
  static final String LOCK = ".lock";
  static final String PART = ".part";

  /** The revision whose models lie in the model's folder itself. */
  static final String MAIN = "main";

  private static final Pattern LANGUAGE = Pattern.compile("^[A-Z]+__");
  private static final Pattern PLAIN_FOLDER = Pattern.compile("[A-Za-z0-9._-]*[A-Za-z0-9_-]");
  private static final int LONGEST_NAME = 200;

  private Layout() {}

  static List<ModelType> types(Task task) {
    return switch (task) {
      case CLIP -> List.of(ModelType.VISUAL, ModelType.TEXTUAL);
      case FACES, OCR -> List.of(ModelType.DETECTION, ModelType.RECOGNITION);
      case TEXT -> List.of(ModelType.CLASSIFICATION);
    };
  }

  /** The files without which a part of a model cannot be loaded, relative to its directory. */
  static List<String> required(ModelType type) {
    return switch (type) {
      case VISUAL -> List.of(MODEL, "preprocess_cfg.json");
      case TEXTUAL -> List.of(MODEL, "tokenizer.json");
      case DETECTION, RECOGNITION -> List.of(MODEL);
      case CLASSIFICATION, EMBEDDING -> List.of(MODEL, "tokenizer.json", "config.json");
    };
  }

  /** The sub-folder of a part; empty where the part is the whole model. */
  static String directory(ModelType type) {
    return switch (type) {
      case VISUAL, TEXTUAL, DETECTION, RECOGNITION -> type.wireName();
      case CLASSIFICATION, EMBEDDING -> "";
    };
  }

  /** All languages of a PP-OCR family share one detection model: {@code EN__X} uses that of X. */
  static String detectionName(String name) {
    return LANGUAGE.matcher(name).replaceFirst("");
  }

  /** A name that is one folder's name and nothing else. */
  static boolean isFolderName(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST_NAME
        && !name.startsWith(".")
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  static void checkName(ModelName name) {
    if (!isFolderName(name.value()) || name.value().indexOf('.') >= 0) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT,
          "\"" + name.requested().replaceAll("\\p{Cntrl}", "?") + "\" is not a model's name",
          "Use the folder's name in the store, as `hearth models list` shows it.");
    }
  }

  static void checkRevision(String revision) {
    if (!PLAIN_FOLDER.matcher(revision).matches() || revision.startsWith(".")) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "The model revision \"" + revision + "\" cannot be a folder's name",
          "Set MACHINE_LEARNING_MODEL_REVISION to a branch, tag or commit without slashes.");
    }
  }
}
