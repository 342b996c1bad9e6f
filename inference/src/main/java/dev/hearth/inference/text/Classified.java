package dev.hearth.inference.text;

import java.util.List;

/** What a classifier says of one text: all labels, most likely first. */
public record Classified(List<Label> labels) {
  public Classified {
    labels = List.copyOf(labels);
  }

  /** A label of the model and its probability (or raw score where that was asked for). */
  public record Label(String name, float score) {}
}
