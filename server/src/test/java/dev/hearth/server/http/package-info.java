@NullMarked
package dev.hearth.server.http;

import org.jspecify.annotations.NullMarked;
