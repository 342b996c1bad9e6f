/** The services Hearth knows, and what each asks of a machine. */
@NullMarked
package dev.hearth.planning.service;

import org.jspecify.annotations.NullMarked;
