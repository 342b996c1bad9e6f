/** Watches a service while it works, hears the witnesses and gives the verdict. */
@NullMarked
package dev.hearth.evidence.verification;

import org.jspecify.annotations.NullMarked;
