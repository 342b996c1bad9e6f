package dev.hearth.inference.engine;

/** One model asked for in a request: {@code {"<task>":{"<type>":{"modelName":…,"options":…}}}}. */
public record Entry(Task task, ModelType type, ModelName model, Options options) {}
