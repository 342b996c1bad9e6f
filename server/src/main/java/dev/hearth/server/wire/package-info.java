/**
 * Immich's and text-embeddings-inference's words: requests into the engine's types, results into
 * JSON. Knows no sockets.
 */
@NullMarked
package dev.hearth.server.wire;

import org.jspecify.annotations.NullMarked;
