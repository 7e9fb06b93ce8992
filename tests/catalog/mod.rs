mod made_up;
