/** What happens to publishers and subscribers while the log cannot be reached, and after. */
@NullMarked
package io.carillon.e2e.outage;

import org.jspecify.annotations.NullMarked;
