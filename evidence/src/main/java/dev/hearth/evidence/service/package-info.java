/** What to expect of a service that is set up here, and what work to give it. */
@NullMarked
package dev.hearth.evidence.service;

import org.jspecify.annotations.NullMarked;
