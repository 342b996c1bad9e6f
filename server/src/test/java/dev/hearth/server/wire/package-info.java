@NullMarked
package dev.hearth.server.wire;

import org.jspecify.annotations.NullMarked;
