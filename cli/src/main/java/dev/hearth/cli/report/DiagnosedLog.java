package dev.hearth.cli.report;

import dev.hearth.evidence.diagnosis.Diagnosis;

/**
 * A log and what it tells.
 *
 * @param from for people: a service, a file, or standard input
 */
public record DiagnosedLog(String from, Diagnosis diagnosis) {}
