/**
 * The client side of the mesh that edges and ingests share: connections to fanout nodes, and the partition table as those
 * nodes tell it.
 */
@NullMarked
package io.carillon.runtime.mesh;

import org.jspecify.annotations.NullMarked;
