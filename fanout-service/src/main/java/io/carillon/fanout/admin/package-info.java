/**
 * What an operator may see of a fanout node.
 */
@NullMarked
package io.carillon.fanout.admin;

import org.jspecify.annotations.NullMarked;
