"""What a user asks for: gradients, Jacobians, Hessians, rules of one's own."""
