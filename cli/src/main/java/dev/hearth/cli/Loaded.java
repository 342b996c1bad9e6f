package dev.hearth.cli;

import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.runtime.OnnxSessions;

/**
 * The native runtime of this process, and the devices that it computes on.
 *
 * @param version of the runtime and where it came from, for people
 */
record Loaded(OnnxSessions sessions, Computing computing, String version) {}
