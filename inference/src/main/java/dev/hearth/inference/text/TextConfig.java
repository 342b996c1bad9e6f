package dev.hearth.inference.text;

import java.util.List;

/**
 * What a text model's files say about it.
 *
 * @param maxTokens the longest text, special tokens included
 * @param padding the id of the padding token
 * @param labels what the scores mean, in the model's order; empty where the files do not say
 * @param independent whether each label is true or false by itself, rather than one of them
 * @param pooling how the vectors of the tokens become one
 */
record TextConfig(
    int maxTokens, int padding, List<String> labels, boolean independent, Pooling pooling) {
  TextConfig {
    labels = List.copyOf(labels);
  }

  String label(int index) {
    return index < labels.size() ? labels.get(index) : "LABEL_" + index;
  }
}
