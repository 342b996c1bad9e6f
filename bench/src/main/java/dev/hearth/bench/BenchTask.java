package dev.hearth.bench;

import java.util.List;

/** What is asked of every photo, as Immich asks it. */
enum BenchTask {
  FACES(
      "faces",
      """
      {"facial-recognition":{"detection":{"modelName":"scrfd500m-mbf512",\
      "options":{"minScore":0.7}},"recognition":{"modelName":"scrfd500m-mbf512"}}}\
      """,
      new Reference(1, 40.0, 22.8),
      new Reference(2, 45.3, 40.2),
      new Reference(4, 49.1, 77.2)),
  CLIP(
      "clip",
      """
      {"clip":{"visual":{"modelName":"standin-mobilenetv2-minilm"}}}\
      """,
      new Reference(1, 56.0, 16.9),
      new Reference(2, 67.3, 30.2),
      new Reference(4, 67.7, 58.6)),
  OCR(
      "ocr",
      """
      {"ocr":{"detection":{"modelName":"PP-OCRv4_mobile",\
      "options":{"minScore":0.5,"maxResolution":736}},\
      "recognition":{"modelName":"PP-OCRv4_mobile","options":{"minScore":0.8}}}}\
      """,
      new Reference(1, 6.3, 151),
      new Reference(2, 6.0, 299),
      new Reference(4, 6.4, 528));

  private final String label;
  private final String entries;

  @SuppressWarnings("ImmutableEnumChecker") // the list is a copy, and holds records of numbers
  private final List<Reference> references;

  BenchTask(String label, String entries, Reference... references) {
    this.label = label;
    this.entries = entries;
    this.references = List.of(references);
  }

  String label() {
    return label;
  }

  /** The form field {@code entries}. */
  String entries() {
    return entries;
  }

  /** One for each concurrency that is measured. */
  List<Reference> references() {
    return references;
  }
}
