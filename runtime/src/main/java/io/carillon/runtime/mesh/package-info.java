/**
 * The client side of the mesh that edges and ingests share: connections to fanout nodes, the partition table as those
 * nodes tell it, and questions to the owners that it names.
 */
@NullMarked
package io.carillon.runtime.mesh;

import org.jspecify.annotations.NullMarked;
