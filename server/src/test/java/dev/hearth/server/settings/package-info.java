@NullMarked
package dev.hearth.server.settings;

import org.jspecify.annotations.NullMarked;
