@NullMarked
package dev.hearth.server;

import org.jspecify.annotations.NullMarked;
