package dev.hearth.server.api;

import dev.hearth.inference.model.ModelName;
import dev.hearth.server.settings.Settings;

/**
 * What a server tells of itself.
 *
 * @param version of Hearth
 * @param runtime the version of the native runtime and where it came from
 * @param classifier the model that answers {@code POST /predict} with JSON
 * @param embedder the model that answers {@code POST /embed}
 */
public record About(String version, String runtime, ModelName classifier, ModelName embedder) {
  public static About of(String version, String runtime, Settings.Texts texts) {
    return new About(version, runtime, texts.classifier(), texts.embedder());
  }
}
