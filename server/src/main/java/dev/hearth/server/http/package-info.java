/**
 * The HTTP server: one event-loop thread moves bytes and answers /ping, virtual threads do the
 * rest. Knows nothing of models.
 */
@NullMarked
package dev.hearth.server.http;

import org.jspecify.annotations.NullMarked;
