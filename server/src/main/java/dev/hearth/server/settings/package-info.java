/**
 * What the engine and its server can be told: values in, {@link
 * dev.hearth.server.settings.Settings} out. Touches no file, no environment, no clock.
 */
@NullMarked
package dev.hearth.server.settings;

import org.jspecify.annotations.NullMarked;
