# Textes français. Espaces insécables avant : ; ! ? et dans « ».

## Commands, one line each

command-cursor-down = Descendre d’une ligne
command-cursor-up = Monter d’une ligne
command-cursor-first = Aller au début
command-cursor-last = Aller à la fin
command-page-down = Descendre d’une demi-page
command-page-up = Monter d’une demi-page
command-focus-list = Aller à la liste
command-focus-sheet = Aller à la fiche
command-focus-next = Passer de la liste à la fiche et retour
command-record-follow = Entrer dans la fiche, suivre le lien
command-trail-back = Revenir à la fiche précédente
command-leave = Sortir : panneau, fiche, puis filtre
command-find-open = Trouver une fiche de toute nature
command-find-explain = Pourquoi cette fiche est trouvée
command-palette-open = Ouvrir la palette des commandes
command-help-open = Afficher les touches et les commandes
command-filter-open = Filtrer la liste
command-pane-today = Ouvrir « Aujourd’hui »
command-pane-adherents = Ouvrir les adhérents
command-pane-partners = Ouvrir les partenaires
command-pane-trainings = Ouvrir les formations
command-pane-lists = Ouvrir les listes de diffusion
command-pane-people = Ouvrir les contacts
command-pane-events = Ouvrir les événements
command-pane-solutions = Ouvrir les solutions et déploiements
command-pane-agreements = Ouvrir les accords
command-pane-figures = Ouvrir les chiffres
command-pane-kind = Ouvrir une autre nature de fiches
command-trash-open = Ouvrir la corbeille
command-record-history = Afficher l’historique de la fiche
command-import-open = Importer un fichier
command-report-import = Importer le rapport de 2022
command-welcome-open = Revoir l’accueil
command-record-add = Ajouter une fiche par formulaire
command-record-quick = Ajouter une fiche en une ligne
command-record-edit = Modifier la fiche
command-record-delete = Mettre la fiche à la corbeille
command-record-restore = Rétablir la fiche depuis la corbeille
command-trash-empty = Vider la corbeille
command-bulk-edit = Modifier un champ des lignes marquées
command-many-open = Inscrire, abonner, étiqueter… les personnes des lignes marquées
command-many-register = Inscrire à une session les personnes des lignes marquées
command-many-subscribe = Abonner à une liste les personnes des lignes marquées
command-many-function = Donner une fonction dans un organisme aux personnes des lignes marquées
command-many-tag = Donner un mot-clé aux personnes des lignes marquées
command-log-call = Noter un appel
command-log-note = Écrire une note
command-log-task = Ajouter une tâche
command-undo = Annuler la dernière étape
command-redo = Refaire l’étape annulée
command-journal-open = Ouvrir le journal : qui a fait quoi, et quand
command-who = Qui est là : qui a la base ouverte, depuis quand, sur quelle fiche
command-entry-undo = Annuler toute l’étape
command-entry-mark = Marquer ou non la fiche de l’étape
command-entry-mark-all = Marquer toutes les fiches affichées de l’étape, ou aucune
command-journal-narrow = Filtrer le journal, l’étape ou l’import par des mots
command-entry-revert = Annuler l’étape pour cette fiche seule
command-mark-toggle = Marquer la ligne ou ôter la marque
command-mark-all = Marquer toutes les lignes filtrées, ou aucune
command-sort-next = Trier selon la colonne suivante
command-sort-reverse = Inverser le tri
command-columns-choose = Choisir les colonnes
command-query-explain = Dire le filtre en mots
command-column-earlier = Avancer la colonne
command-column-later = Reculer la colonne
command-column-wider = Élargir la colonne
command-column-narrower = Rétrécir la colonne
command-column-order = Trier aussi par la colonne : montant, descendant, non
command-column-group = Grouper par la colonne, ou non
command-group-toggle = Plier ou déplier le groupe
command-groups-toggle = Plier ou déplier tous les groupes
command-view-pick = Ouvrir une vue
command-view-save = Garder ce que montre le volet comme vue
command-view-edit = Modifier la vue
command-view-delete = Mettre la vue à la corbeille
command-copy-open = Copier…
command-field-next = Aller au champ suivant
command-field-previous = Aller au champ précédent
command-form-save = Enregistrer le formulaire
command-field-pick = Choisir une valeur ou une fiche
command-field-editor = Écrire la note dans l’éditeur ($EDITOR)
command-word-left = Aller au début du mot
command-word-right = Aller à la fin du mot
command-word-erase = Effacer le mot avant le curseur
command-word-delete = Effacer le mot après le curseur
command-accept = Valider
command-accept-all = Accepter tout, là où l’on peut n’en accepter qu’une partie
command-refuse = Refuser
command-select-next = Passer au choix suivant
command-select-previous = Revenir au choix précédent
command-import-this = La ligne est la fiche choisie
command-import-new = La ligne est une nouvelle fiche
command-import-skip = Laisser la ligne de côté, ou la reprendre
command-import-alike = Décider de même toutes les lignes douteuses comme celle-ci
command-import-undecide = Revenir sur ce qui est décidé de la ligne
command-import-candidate-next = Fiche suivante que la ligne peut désigner
command-import-candidate-previous = Fiche précédente que la ligne peut désigner
command-import-show-next = Voir d’autres lignes : à décider, créées, modifiées, refusées
command-import-show-previous = Voir les lignes d’avant
command-import-columns = Voir ce à quoi va chaque colonne, ou de nouveau les lignes
command-import-mode = Ce que les lignes peuvent changer : compléter, mettre à jour, remplacer, créer ou modifier seulement
command-import-encoding = Lire le fichier dans un autre encodage
command-import-separator = Couper le fichier à un autre signe
command-import-sheet = Lire une autre feuille du classeur
command-import-target = Choisir ce à quoi va la colonne
command-import-also = Faire aller la colonne à un champ de plus
command-import-leave-out = Laisser la colonne de côté
command-import-clears = Une cellule vide de la colonne efface la valeur, ou ne dit rien
command-import-keep = Garder ce à quoi vont les colonnes, pour les fichiers de mêmes en-têtes
command-import-forget = Oublier ce qui est gardé pour les fichiers de ces en-têtes
command-import-recognise = La colonne va là où elle est reconnue
command-duplicates = Doublons : les voir, les fusionner, les tenir à part
command-merge = Faire une seule fiche des lignes marquées, champ par champ
command-review-merge = Fusionner ces fiches comme proposé
command-review-merge-same = Fusionner toutes celles qui se montrent et sont sûres
command-review-apart = Ce ne sont pas les mêmes : ne plus demander
command-review-skip = Les laisser pour l’instant
command-review-show-next = Montrer toutes, les sûres, celles à voir
command-review-kind = Regarder les fiches d’une autre nature
command-merge-value-next = Prendre la valeur de la fiche suivante
command-merge-value-previous = Prendre la valeur de la fiche précédente
command-merge-stays = Faire rester la fiche suivante
command-import-refused = Écrire les lignes non prises dans un fichier à corriger
command-draft-discard = Jeter le brouillon
command-conflict-mine = Garder ma valeur du champ
command-conflict-theirs = Prendre la valeur de l’autre
command-conflict-edit = Aller au champ, la valeur de l’autre à côté
command-complete = Prendre la proposition, puis la suivante
command-theme-pick = Choisir un thème
command-keymap-pick = Choisir un clavier
command-language-switch = Passer en anglais
command-config-reload = Relire la configuration
command-redraw = Redessiner l’écran
command-suspend = Suspendre
command-quit = Quitter

## Labels of the hint bar

hint-filter-open = filtrer
hint-find-open = trouver
hint-palette-open = commandes
hint-record-add = ajouter
hint-record-quick = ligne rapide
hint-record-edit = modifier
hint-record-delete = supprimer
hint-record-restore = rétablir
hint-record-follow = ouvrir
hint-record-history = historique
hint-trail-back = retour
hint-trash-empty = vider
hint-log-call = appel
hint-log-note = note
hint-log-task = tâche
hint-undo = annuler
hint-redo = refaire
hint-journal-open = journal
hint-who = qui est là
hint-entry-undo = annuler tout
hint-entry-mark = marquer
hint-entry-mark-all = marquer tout
hint-journal-narrow = filtrer
hint-entry-revert = annuler pour la fiche
hint-mark-toggle = marquer
hint-bulk-edit = modifier tout
hint-copy-open = copier
hint-columns-choose = colonnes
hint-column-order = trier
hint-column-group = grouper
hint-column-wider = élargir
hint-column-narrower = rétrécir
hint-column-earlier = avancer
hint-column-later = reculer
hint-view-pick = vues
hint-view-edit = modifier
hint-view-delete = supprimer
hint-sort-next = trier
hint-focus-next = liste ⇄ fiche
hint-import-open = importer
hint-report-import = rapport de 2022
hint-help-open = aide
hint-quit = quitter
hint-form-save = enregistrer
hint-field-next = suivant
hint-field-previous = précédent
hint-field-pick = choisir
hint-field-editor = éditeur
hint-draft-discard = jeter
hint-import-this = c’est elle
hint-import-new = nouvelle
hint-import-skip = laisser
hint-import-alike = idem
hint-import-show-next = autres lignes
hint-import-target = va à…
hint-review-merge = fusionner
hint-review-merge-same = tous les sûrs
hint-review-apart = pas les mêmes
hint-review-skip = laisser
hint-review-show-next = autres
hint-review-kind = autre nature
hint-merge-value-next = valeur suivante
hint-merge-value-previous = précédente
hint-merge-stays = autre fiche reste
hint-import-leave-out = laisser
hint-import-recognise = comme reconnue
hint-import-keep = garder
hint-import-also = aussi à…
hint-import-clears = vide efface
hint-import-refused = écrire les refus
hint-conflict-mine = mienne
hint-conflict-theirs = leur
hint-conflict-edit = saisir
hint-leave = sortir
hint-accept = valider
hint-refuse = refuser
hint-select-next = suivant
hint-select-previous = précédent

## Groups of commands

group-move = Se déplacer
group-open = Ouvrir
group-edit = Modifier
group-list = Listes
group-form = Formulaires et choix
group-desk = Le guichet

## Why a command can’t run

need-record = aucune fiche sous le curseur
need-writable = guichet en lecture seule
need-marks = aucune ligne marquée
need-markable = on ne marque que des lignes de la liste ou d’une rubrique
need-no-line = cette ligne n’est pas une fiche
need-undoable = rien à annuler
need-redoable = rien à refaire
need-no-other-change = attendre la fin du changement en cours
need-trail = aucune fiche précédente
need-addable = rien ne s’ajoute à la main ici
need-trashed = la fiche n’est pas dans la corbeille
need-live = la fiche est dans la corbeille
need-trash-full = la corbeille est vide
need-listing = ce volet ne liste pas de fiches
need-columns = seulement dans le choix des colonnes
need-views = seulement dans la liste des vues
need-entry = seulement dans le journal ou un historique
need-entry-open = seulement dans une étape du journal
need-journal = seulement dans le journal
need-conflict = seulement quand un champ est modifié des deux côtés
need-import = seulement dans l’aperçu d’un import
need-review = seulement dans la revue des doublons
need-merge = seulement quand des fiches sont à fusionner
need-choice = seulement à une question qui laisse le choix
need-no-head = c’est un titre de groupe, pas une fiche

## Modes

mode-global = Partout
mode-list = Liste
mode-sheet = Fiche
mode-filter = Filtre
mode-find = Trouver
mode-palette = Palette
mode-form = Formulaire
mode-note = Note
mode-picker = Choix
mode-confirm = Question
mode-conflict = Modifié des deux côtés
mode-import-columns = Colonnes d’un import
mode-import = Aperçu d’un import
mode-review = Revue des doublons
mode-merge = Fusion de fiches
mode-help = Aide
mode-journal = Journal
mode-entry = Étape du journal
mode-history = Historique
mode-welcome = Accueil
mode-bulk = Modification groupée
mode-quick = Ligne rapide
mode-columns = Colonnes
mode-views = Vues
mode-view = Garder une vue
mode-text = Dans tout champ

## Findings in config, keymaps and themes

finding-missing = fichier introuvable
finding-unreadable = lecture impossible : { $word }
finding-encoding = le fichier n’est pas en UTF-8
finding-syntax = ce n’est pas du TOML : { $word }
finding-duplicate = « { $word } » est déjà défini
finding-unknown-key = réglage inconnu « { $word } »
finding-expected-text = un texte entre guillemets est attendu
finding-expected-table = une table est attendue
finding-expected-switch = true ou false est attendu
finding-expected-number = un nombre entier est attendu ({ $word })
finding-expected-choice = une de ces valeurs est attendue : { $word }
finding-expected-binding = une commande, une liste de commandes ou une table avec « do » est attendue
finding-unknown-parent = hérite d’un fichier inconnu « { $word } »
finding-cycle = hérite en rond de « { $word } »
finding-unknown-keymap = clavier inconnu « { $word } »
finding-unknown-theme = thème inconnu « { $word } »
finding-unknown-mode = mode inconnu « { $word } »
finding-unknown-command = commande inconnue « { $word } »
finding-unknown-condition = condition inconnue « { $word } »
finding-bad-condition = condition illisible à partir de « { $word } »
finding-cut-condition = la condition s’interrompt
finding-bad-key = touche inconnue « { $word } »
finding-text-key = un simple caractère est du texte dans ce mode
finding-hidden = ne peut coexister avec « { $word } » : l’une commence par l’autre
finding-unknown-role = rôle inconnu « { $word } »
finding-unknown-colour = couleur inconnue « { $word } »
finding-help = (vouliez-vous dire « { $word } » ?)

## Names of steps, and the verbs of the journal

step-several = { $count } { $kind }
step-records =
    { $count ->
        [1] fiche
       *[other] fiches
    }
step-add = Ajouter { $subject }
step-made = { $made } : { $subject }
step-edit =
    { $named ->
        [0] Modifier { $subject }
       *[other] Modifier { $subject } : { $fields }
    }
step-bulk =
    { $named ->
        [0] Modifier { $subject }
       *[other] Modifier { $subject } : { $fields }
    }
step-delete = Mettre { $subject } à la corbeille
step-restore = Rétablir { $subject }
step-purge = Ôter { $subject } de la corbeille
step-import = Importer { $subject } ({ $count })
step-register = Inscrire à « { $subject } » ({ $count })
step-subscribe = Abonner à « { $subject } » ({ $count })
step-appoint = Donner la fonction { $subject } ({ $count })
step-tag = Donner le mot-clé « { $subject } » ({ $count })
step-merge = Fusionner { $subject }
step-sample = Créer un échantillon ({ $count })
step-other = Modifier { $subject } (par un guichet plus récent)
step-undo-of = Annuler : { $step }
step-redo-of = Refaire : { $step }
step-revert-of = Revenir sur : { $step }
step-part-of =
    { $count ->
        [one] Annuler pour { $subject } ({ $count } fiche sur { $of }) : { $step }
       *[other] Annuler pour { $count } fiches sur { $of } : { $step }
    }
step-undo =
    { $named ->
        [0] Annuler : { $subject }
       *[other] Annuler : Modifier { $subject } : { $fields }
    }
step-redo =
    { $named ->
        [0] Refaire : { $subject }
       *[other] Refaire : Modifier { $subject } : { $fields }
    }
step-revert =
    { $named ->
        [0] Revenir en arrière : { $subject }
       *[other] Revenir en arrière : Modifier { $subject } : { $fields }
    }
verb-add = Ajout
verb-edit = Modification
verb-bulk = Modification groupée
verb-delete = Suppression
verb-restore = Rétablissement
verb-purge = Suppression définitive
verb-import = Import
verb-register = Inscription
verb-subscribe = Abonnement
verb-appoint = Fonction
verb-tag = Mot-clé
verb-merge = Fusion
verb-sample = Échantillon
verb-undo = Annulation
verb-redo = Nouvelle exécution
verb-revert = Retour en arrière
verb-other = Modification d’un guichet plus récent

## What can be wrong with a value; COUNT makes a number of a text

fault-required = obligatoire
fault-uai-form = un code UAI compte sept chiffres et une lettre
fault-uai-letter = la lettre de ce code UAI devrait être { $what }
fault-siret-form = un SIRET compte quatorze chiffres
fault-siret-key = SIRET faux (clé de contrôle)
fault-siren-form = un SIREN compte neuf chiffres
fault-siren-key = SIREN faux (clé de contrôle)
fault-email = ce n’est pas une adresse de courriel
fault-phone = ce n’est pas un numéro de téléphone possible
fault-url = une adresse web est attendue, « https » compris
fault-date = ce n’est pas une date (par exemple 2024, 03/2024 ou 15/03/2024)
fault-no-such-day = ce jour n’existe pas
fault-date-time = ce n’est pas un moment (par exemple 15/03/2024 14:30)
fault-before = antérieur à « { $what } »
fault-integer = un nombre entier est attendu
fault-decimal = un nombre est attendu
fault-money = un montant est attendu (par exemple 1250,50)
fault-negative = un nombre négatif ne convient pas
fault-boolean = oui ou non est attendu
fault-choice = ce choix n’existe pas
fault-choice-near = ce choix n’existe pas : vouliez-vous dire « { $what } » ?
fault-no-record = aucune fiche de ce nom
fault-no-record-near = aucune fiche de ce nom : vouliez-vous dire « { $what } » ?
fault-ambiguous = { COUNT($what) } fiches portent ce nom : choisissez-en une
fault-gone = la fiche désignée n’existe plus
fault-too-long =
    { COUNT($what) ->
        [one] trop long : { COUNT($what) } caractère au plus
       *[other] trop long : { COUNT($what) } caractères au plus
    }
fault-damaged = un tableur en a laissé des chiffres de côté ; reprendre le fichier d’origine
fault-detail = « { $what } » n’est pas un détail de ce champ

## What is unusual about a value that is taken all the same

caution-phone-unusual = numéro inhabituel : à notre connaissance, attribué à personne
caution-phone-read = numéro lu comme { $what }
caution-phone-short = numéro court : un poste interne ?
caution-entities = caractères gardés tels qu’ils sont écrits dans une page web
caution-phone-beside = d’autres chiffres se trouvent à côté du numéro

## desk

author-unknown = inconnu
finding-at-start =
    { $more ->
        [0] guichet check : { $first }
        [one] guichet check ({ $more } autre) : { $first }
       *[other] guichet check ({ $more } autres) : { $first }
    }
sorted-best-first = Les meilleures réponses d’abord
sorted-by = Tri : { $order }
find-approximate = { $total } + { $n ->
    [one] 1 approchante
   *[other] { $n } approchantes
}
drafts-wait =
    { $n ->
        [one] { $n } brouillon attend dans Aujourd’hui
       *[other] { $n } brouillons attendent dans Aujourd’hui
    }
sheet-trashed = dans la corbeille
past-affiliation = { $n ->
    [one] passée
   *[other] passées
}
past-mandate = { $n ->
    [one] échu
   *[other] échus
}
past-agreement = { $n ->
    [one] échu
   *[other] échus
}
past-deployment = { $n ->
    [one] arrêté
   *[other] arrêtés
}
past-subscription = { $n ->
    [one] inactif
   *[other] inactifs
}
past-registration = { $n ->
    [one] annulée
   *[other] annulées
}
past-organisation = { $n ->
    [one] ancien adhérent
   *[other] anciens adhérents
}
past-until-day = jusqu’au { $day }
past-until = jusqu’en { $day }
sheet-gathering = liens en cours de lecture…
sheet-many-links = liens nombreux : ils sont dans la fiche
sheet-rows-before = … { $n } avant
sheet-rows-after = … { $n } de plus
sheet-timeline = Chronologie
today-care = À surveiller
today-checkpoint = Pas de nouvel instantané : { $reason }. Rien n’est perdu, le journal a tout ; l’ouverture sera plus longue. Nouvel essai après la prochaine modification.
today-tasks = Tâches
today-no-task = Aucune tâche à faire
today-late = en retard
today-drafts = Brouillons
today-changes = Dernières modifications
today-imports = Importer { $n } fichiers ({ $count })
today-counts = En chiffres
undo-kept =
    { $n ->
        [one] { $n } fiche à la corbeille, car d’autres y renvoient : { $what }
       *[other] { $n } fiches à la corbeille, car d’autres y renvoient : { $what }…
    }
undo-rest =
    { $n ->
        [one] { $n } fiche gardée : { $what }
       *[other] { $n } fiches gardées : { $what }…
    }
undo-left =
    { $n ->
        [one] { $n } fiche laissée telle quelle, car elle a besoin de ce qui n’existe plus : { $what }
       *[other] { $n } fiches laissées telles quelles, car elles ont besoin de ce qui n’existe plus : { $what }…
    }
conflict-fields = { $title } : { $fields }
conflict-value = { $field } « { $value } »
conflict-since = , par { $author }, { $at }
conflict-changed = { $title } — modifié depuis{ $since }
conflict-trashed = { $title } — mise à la corbeille depuis{ $since }
conflict-restored = { $title } — rétablie depuis{ $since }
conflict-removed = { $title } — ôtée pour de bon depuis{ $since }
conflict-made = { $title } — créée de nouveau depuis{ $since }
conflict-missing = { $title } — renvoyait à { $what }, ôtée pour de bon{ $since }
ask-undo-entry =
    { $n ->
        [one] Annuler « { $step } » ({ $n } fiche) ?
       *[other] Annuler « { $step } » ({ $n } fiches) ?
    }
ask-undo-overtaken = Tout ce que cette étape avait laissé a été modifié depuis, comme dit plus bas. Annuler quand même, en perdant ces valeurs ?
ask-undo-conflict = Ce que cette étape avait laissé a été modifié depuis, comme dit plus bas. Annuler seulement le reste, qui est tel quel, ou tout, en perdant aussi ces valeurs ?
undo-nothing-stands = Rien n’est resté tel que cette étape l’avait laissé : rien n’est annulé
ask-delete =
    { $n ->
        [one] Mettre { $n } fiche à la corbeille ?
       *[other] Mettre { $n } fiches à la corbeille ?
    }
ask-delete-one = Mettre « { $title } » à la corbeille ?
question-weighing = Recherche de ce qui y renvoie…
delete-needed = Y renvoient : { $links }
delete-needed-one = { $title } : { $links }
delete-hidden =
    { $n ->
        [one] Dont { $n } marquée que la liste ne montre pas :
       *[other] Dont { $n } marquées que la liste ne montre pas :
    }
ask-empty-trash =
    { $n ->
        [one] Vider la corbeille de { $n } fiche ?
       *[other] Vider la corbeille de { $n } fiches ?
    }
trash-needed =
    { $n ->
        [one] { $n } fiche reste dans la corbeille : une fiche active y renvoie
       *[other] { $n } fiches restent dans la corbeille : des fiches actives y renvoient
    }
bulk-nothing = Rien à modifier : toutes les lignes ont déjà cette valeur
bulk-looking = aperçu en préparation
form-add = Ajouter : { $kind }
form-edit = Modifier { $title }
form-clash = déjà celui de { $title }
form-unchanged = Rien n’a changé
form-merged = repris de { $who } : { $fields }
form-theirs = { $who } : { $value }
conflict-title = { $title } : modifié entre-temps
conflict-title-lost = { $title } : supprimée entre-temps
conflict-lead =
    { $n ->
        [one] Un champ est modifié des deux côtés, en dernier par { $who } : garder la mienne, prendre la leur ou reprendre.
       *[other] { $n } champs sont modifiés des deux côtés, en dernier par { $who } : pour chacun, garder la mienne, prendre la leur ou reprendre.
    }
conflict-lead-trashed = La fiche est mise à la corbeille ({ $who }). Valider la ramène avec mes modifications, en une seule étape ; sortir garde le brouillon.
conflict-lead-removed = La fiche est ôtée pour de bon ({ $who }). Valider la recrée avec mes modifications, en une seule étape ; sortir garde le brouillon.
conflict-again = Encore modifié à l’instant, à relire.
conflict-over = Plus rien ne s’oppose : il reste à enregistrer
conflict-undecided =
    { $n ->
        [one] Encore un champ à décider
       *[other] Encore { $n } champs à décider
    }
conflict-drafted = { $what }, non enregistré : brouillon gardé dans Aujourd’hui. { $lead }
conflict-before = avant
conflict-theirs = la leur
conflict-mine = la mienne
conflict-open = à décider
form-create = créer « { $text } »
draft-elsewhere = Ce brouillon est ouvert dans un autre guichet : ce qui est saisi ici en fait un autre.
draft-gone = Ce brouillon a été enregistré ou jeté dans un autre guichet : vérifiez avant d’enregistrer.
draft-unkept = Brouillon NON gardé : { $reason }
form-draft-unkept = Non enregistré, et le brouillon n’est PAS gardé : ne pas quitter.
ask-quit-unkept = Quitter et perdre ce qui est saisi ?
form-draft-kept = Brouillon gardé dans Aujourd’hui
form-draft-resumed = Brouillon repris
palette-title = Commandes
kinds-title = Natures de fiches
themes-title = Thèmes
keymaps-title = Claviers
theme-auto = selon le fond du terminal
choice-kept = Gardé. Dans config.toml, ce serait { $line }
choice-configured = C’est ce que dit déjà la configuration, { $line }
choice-unkept = Pour cette séance seulement ({ $reason }). Dans config.toml : { $line }
columns-title = Colonnes
columns-grouped = groupe
columns-left-out = sans place à l’écran
views-title = Vues
views-none = Aucune vue encore : la commande « Garder ce que montre le volet » en fait une
view-title = Garder une vue
view-ask-name = Nom
view-ask-key = Touche
view-ask-shared = Pour tous
view-yes = oui
view-no = non
view-own = à moi
view-shared = pour tous
view-open = Vue : { $name }
view-replaces = Remplace la vue « { $name } »
view-refused = { $field } : { $why }
view-name-needed = Une vue a besoin d’un nom
view-key-taken = La touche { $key } est celle de la vue « { $name } »
view-no-pane = La vue « { $name } » est d’un volet inconnu : { $pane }
view-broken = La vue « { $name } » s’ouvre sans ce qui n’a plus de sens : { $what }
copy-title = Copier
copy-gathering = Copie de { $n } fiches en préparation
import-kind-title = Importer en tant que
import-path-title = Fichier à importer ({ $endings })
bulk-field-title = Champ à modifier
bulk-title =
    { $n ->
        [one] { $field } de { $n } fiche
       *[other] { $field } de { $n } fiches
    }
bulk-other-kinds =
    { $n ->
        [one] { $n } ligne d’une autre nature est laissée de côté
       *[other] { $n } lignes d’une autre nature sont laissées de côté
    }
quick-title = Ajouter en une ligne : { $kind }
quick-unknown-field = champ inconnu « { $what } »
quick-unknown-near = champ inconnu « { $what } » : vouliez-vous dire « { $near } » ?
ask-discard = Jeter ce brouillon ?
import-file-refused = Rien n’est importé : ce fichier est refusé
import-nothing = Rien à importer : tout est déjà là
left-rows =
    { $n ->
        [one] reste une fiche, modifiée par { $who }
       *[other] restent { $n } fiches, modifiées par { $who }
    }
left-lines =
    { $n ->
        [one] reste une ligne, sa fiche modifiée par { $who }
       *[other] restent { $n } lignes, leurs fiches modifiées par { $who }
    }
many-nobody = aucune personne dans ces lignes
many-others =
    { $n ->
        [one] { $n } ligne n’est d’aucune personne : laissée de côté
       *[other] { $n } lignes ne sont d’aucune personne : laissées de côté
    }
many-title =
    { $n ->
        [one] Que faire de cette personne ?
       *[other] Que faire de ces { $n } personnes ?
    }
many-register = Inscrire à une session
many-subscribe = Abonner à une liste
many-function = Donner une fonction
many-tag = Donner un mot-clé
many-register-here = Inscrire à « { $title } »
many-subscribe-here = Abonner à « { $title } »
many-function-here = Donner une fonction à « { $title } »
many-register-name = Inscription : { $title }
many-subscribe-name = Abonnement : { $title }
many-function-name = Fonction : { $title }
many-tag-name = Mot-clé : { $title }
many-function-title = Fonction à { $title }
many-tag-title = Mot-clé
import-title = Import · { $name }
import-as-tab = tabulation
import-as-sign = « { $sign } »
import-as-sheet = feuille { $at } sur { $of }
import-as-columns =
    { $left ->
        [0] { $n } colonnes
        [one] { $n } colonnes, 1 laissée
       *[other] { $n } colonnes, { $left } laissées
    }
import-as-found = Tel que reconnu
import-mode-fill = compléter
import-mode-update = mettre à jour
import-mode-replace = remplacer
import-mode-create = créer seulement
import-mode-update-only = modifier seulement
import-mode-fixed = rien d’autre ne se fait de ces personnes
import-no-encoding = ce format n’a qu’un encodage
import-no-separator = ce format n’a pas de séparateur
import-one-sheet = il n’y a qu’une feuille
import-columns-fixed = ce fichier n’a pas de colonnes à faire correspondre
import-encoding-title = Lire le fichier en
import-separator-title = Entre les cellules
import-sheet-title = Feuille à lire
import-target-title = « { $header } » va à
import-keep-title = Garder ces colonnes sous le nom
import-keep-nameless = il faut un nom
import-kept = Colonnes gardées sous « { $name } » : { $path }
import-name-taken = « { $name } » est le nom de colonnes d’autres en-têtes : en choisir un autre
import-dropped = Colonnes « { $name } » oubliées
import-none-kept = rien n’est gardé pour ces en-têtes
import-recalled = { $what }, comme la dernière fois
import-column-nameless = (sans en-tête)
import-column-left = laissée de côté
import-column-found = comme reconnue
import-column-taken = déjà « { $header } »
import-column-goes = va à
import-column-why = parce que
import-column-samples = exemples
import-column-blank = rien dans cette colonne
import-column-clears = efface
import-by-label = c’est le nom du champ
import-by-word = c’est un autre mot pour ce champ
import-by-content = c’est ce que la colonne contient
import-by-kept = c’est gardé d’un import d’avant
import-by-choice = c’est choisi
import-by-nothing = aucun champ ne s’appelle ainsi
import-by-near = aucun champ ne s’appelle ainsi (peut-être { $near })
import-by-told = c’est calculé, et gardé nulle part
import-by-nameless = rien ne dit ce que c’est
import-clears-blank = une cellule vide efface la valeur
import-clears-cell = « { $cell } » efface la valeur
import-clears-nothing = rien : une cellule vide ne change rien
import-show-all = toutes
import-show-open = à décider
import-show-noted = à regarder
import-show-make = à créer
import-show-change = à modifier
import-show-same = inchangées
import-show-skipped = laissées
import-show-refused = refusées
import-looking = nouvel examen des lignes…
import-left-out = laissée de côté
import-is-new = nouvelle fiche
import-is-this = c’est { $title }
import-same = rien de nouveau
import-since = modifié entre-temps par { $who } : voir les lignes marquées ✎
import-more =
    { $n ->
        [one] … et { $n } ligne de plus
       *[other] … et { $n } lignes de plus
    }
why-name = même nom
why-email = même adresse { $what }
why-acronym = même sigle { $what }
why-key = répond à tout ce que dit la ligne
import-refused-kept = Lignes non prises écrites dans { $path }
import-no-file-read = rien à écrire : ces lignes ne viennent pas d’un fichier
import-all-taken = rien à écrire : toutes les lignes sont prises
import-given-up = Import abandonné : rien n’est changé
planning-title = Import
planning-reading = { $name } : lecture du fichier
planning-read = { $name } : { $n } Kio lus sur { $of }
planning-read-on = { $name } : { $n } Kio lus
planning-cut = { $name } : { $n } Kio mis en lignes sur { $of }
planning-progress = { $name } : { $n } lignes examinées sur { $of }
planning-cancel = abandonner
copy-kept = Copié dans tmux, et au terminal s’il l’accepte
copy-sent = Envoyé au terminal (OSC 52), qui peut ne pas l’avoir pris
copy-name = Nom
copy-email = Courriel
copy-phone = Téléphone
copy-address = Adresse
copy-row = Ligne
copy-reference = Référence
copy-many = { $what } × { $n }
help-title = Touches et commandes
who-title = Qui est là
who-own = ce guichet
who-since = depuis { $at }, { $from }
who-process = processus { $pid }
who-nowhere = Sur aucune fiche en ce moment.
who-nobody = Personne n’a la base ouverte.
here-edited = { $who } l’a ouverte en saisie depuis { $at }
here-edits = modifie { $what }
here-looks = regarde { $what }
here-stopped = à l’arrêt
here-from-here = ici
journal-title = Journal
journal-undone = annulée
journal-partly = annulée pour { $n }
journal-nothing = Aucune étape de ce nom.
journal-unread = Le journal n’a pas pu être lu : { $reason }
journal-made = nouvelle fiche
journal-removed = ôtée pour de bon
journal-trashed = mise à la corbeille
journal-restored = rétablie
journal-same = inchangée
journal-more = et { $n } de plus
entry-gone = cette fiche n’existe plus
entry-marked =
    { $n ->
        [one] { $n } marquée
       *[other] { $n } marquées
    }
history-of = (1 fiche sur { $n })
history-title = Historique : { $title }
welcome-title = Bienvenue au guichet
welcome-text = Ce guichet est encore vide. Par quoi commencer ?
welcome-report = Importer le rapport de 2022, pour essayer sur de vraies données
welcome-import = Importer un fichier
welcome-empty = Commencer avec un guichet vide

paste-nowhere = collage ignoré, aucun champ n’est ouvert : « { $words } »
paste-unended = collage interrompu : sa fin n’est pas venue, le début est dans le champ
paste-unended-nowhere = collage sans fin, ignoré : « { $words } »
paste-bare = pris pour un collage et ignoré : « { $words } »
key-dead = { $key } : sans effet ici
key-dead-question = { $key } ne répond pas : { $yes } oui, { $no } non
key-unknown = touche inconnue
locale-narrow = locale { $locale } sans UTF-8 : les accents peuvent se perdre
key-interrupt-leave = { $key } n’interrompt rien : { $way } pour sortir d’ici
key-interrupt-quit = { $key } n’interrompt rien : { $way } pour quitter

## store
store-no-parent = { $path } : le dossier qui doit contenir la base n’existe pas
store-absent = { $path } : il n’y a pas de base ici
store-not-a-folder = { $path } : ce n’est pas un dossier
store-not-a-store = { $path } : ce dossier contient autre chose qu’une base ; en choisir un autre
store-exists = { $path } : une base s’y trouve déjà ; --replace la met de côté et fait la nouvelle
store-writable-by-others = { $path } : d’autres peuvent écrire dans ce dossier, son contenu n’est donc pas sûr ; le vérifier, puis chmod go-w
store-foreign = { $path } : appartient à { $owner }, rien n’y est donc lu ni écrit ; lancer guichet sous ce compte ou, si c’est bien à vous, le reprendre par chown
store-no-member = { $path } : partagée avec le groupe { $group }, dont ce compte n’est pas membre ; demander à y être ajouté, puis se reconnecter
store-closed-to-group = { $path } : à { $owner }, et fermé au groupe { $group } de la base ; que { $owner } ou root lance guichet doctor --repair
store-one-desk = { $path } : sur { $kind }, où plusieurs guichets à la fois ne sont pas sûrs ; un autre a cette base ouverte, le fermer d’abord
store-half-shared = { $path } : devait être partagée avec le groupe { $group }, et ses droits ne sont pas ceux d’une base partagée ; guichet share { $group } les remet, guichet share --back y renonce
store-not-permitted = { $path } : lecture ou écriture interdite ; vérifier les droits du dossier
store-no-gain = { $path } : rien de plus ne peut être réparé, la base reste telle quelle
store-held = { $path } : tenue par { $name } (processus { $pid } sur { $host })
store-newer-format = { $path } : écrit par un guichet plus récent (format { $found }, connu { $known }) ; mettre à jour
store-damaged = { $path } : base endommagée, { $cause }
store-damaged-record = fiche { $record } endommagée
store-damaged-digest = les fiches ne sont pas celles que la base annonce
store-damaged-sled = sled : { $cause }
store-sled-corrupt = ses fichiers sont abîmés
store-sled-stuck = il ne peut pas travailler avec ce qu’il y trouve
store-sled-no-file = { $path } n’est pas un fichier
store-sled-renewed = il est en train d’être refait
store-damaged-file = { $path } : endommagé à l’octet { $offset }
store-damaged-exchanged = { $path } : ce n’est plus le journal qui a été lu
store-damaged-hole = il manque au journal les entrées { $first } à { $last }
store-disk-full = { $path } : disque plein, rien n’a été enregistré ; libérer de la place et recommencer
store-full = { $path } : disque plein ; libérer de la place
store-io = { $path } : { $cause }
store-conflict-by = modifié entre-temps par { $who } : vérifier puis enregistrer de nouveau
store-conflict = modifié entre-temps par ailleurs : vérifier puis enregistrer de nouveau
store-denied-reader = votre rôle est de lire : un gestionnaire peut le changer (guichet role)
store-denied-kind = votre rôle ne permet pas de modifier les { $kind } : un gestionnaire peut le changer (guichet role)
store-denied-unknown = votre rôle ne permet pas de modifier ces fiches, d’une nature inconnue ici : un gestionnaire peut le changer (guichet role)
store-denied-roles = seul un gestionnaire change les rôles : { $who }
store-denied-unmanaged = il faut toujours un gestionnaire : en nommer un d’abord
store-denied-twice = { $who } a déjà un rôle : modifier celui-là
store-denied-unnamed = un gestionnaire se nomme : pas tous à la fois
store-needed =
    { COUNT($count) ->
        [one] d’autres fiches renvoient à celle qui serait ôtée pour de bon : { $record }
       *[other] d’autres fiches renvoient à { COUNT($count) } de celles qui seraient ôtées pour de bon : { $record }…
    }
store-missing =
    { COUNT($count) ->
        [one] une fiche désignée n’existe plus : { $record }
       *[other] { COUNT($count) } fiches désignées n’existent plus : { $record }…
    }
store-repeated = { $record } figure deux fois dans la même étape
store-empty = rien à enregistrer
store-unsure = { $path } : { $cause } ; on ne sait pas si c’est enregistré : rouvrir et vérifier avant de recommencer
store-displaced = { $path } n’est plus le fichier que ce guichet a ouvert (base enlevée, remplacée, restaurée ou écrite par ailleurs) : rien n’est enregistré, la saisie reste en brouillon
store-continued = Base remplacée ou touchée ; ce qui s’y trouve la continue, le guichet aussi.
store-replaced =
    { COUNT($count) ->
        [0] Base remplacée par une sauvegarde ({ $who }, { $at }) : aucune fiche. Ce qui est saisi reste.
        [one] Base remplacée par une sauvegarde ({ $who }, { $at }) : 1 fiche. Ce qui est saisi reste.
       *[other] Base remplacée par une sauvegarde ({ $who }, { $at }) : { COUNT($count) } fiches. Ce qui est saisi reste.
    }
store-exchanged = Une autre base a pris cette place ; c’est elle qui est montrée maintenant.
store-beyond-record = { $record } dépasserait { $most } Mio : rien n’est enregistré, raccourcir ses notes
store-beyond-entry = cette étape dépasserait { $most } Mio dans le journal : rien n’est enregistré, procéder en plusieurs fois
store-beyond-number = le journal est plein : l’entrée { $last } est la dernière possible, plus rien ne peut être enregistré dans cette base
store-below = la base tient { $records } fiches après l’écriture { $found } du journal, elle en a tenu { $were } après l’écriture { $witnessed } : est-ce le bon dossier, une copie ancienne ?
store-beyond = { $path } porte un numéro bien au-delà du journal où il se trouve : laissé de côté ; guichet doctor en dit plus
store-network = { $path } est sur { $kind }, un système de fichiers en réseau : une coupure peut y perdre ce qui est enregistré, et un seul guichet y écrit à la fois ; mieux vaut un disque de cette machine
store-unread = { $path } : { $bytes } octets à partir de l’octet { $offset } sont illisibles ({ $cause }) ; tout ce qui est intact est utilisé
store-unread-file = { $path } : illisible ({ $cause }) ; tout ce qui est intact est utilisé
store-refused = { $path } : { $cause }, rien n’a été enregistré
store-no-entry = le journal n’a pas d’entrée { $entry }
store-undo-conflicts = l’entrée { $entry } a été modifiée depuis
store-undo-nothing = il n’y a plus rien à annuler dans l’entrée { $entry }
store-replayed =
    { COUNT($count) ->
        [one] { COUNT($count) } étape du journal reprise après un arrêt brusque
       *[other] { COUNT($count) } étapes du journal reprises après un arrêt brusque
    }
store-rebuilt-missing = base reconstruite depuis le journal ({ $count } fiches) : elle manquait
store-rebuilt-behind = base reconstruite depuis le journal ({ $count } fiches) : elle était en retard
store-rebuilt-ahead = base reconstruite depuis le journal ({ $count } fiches) : elle était incomplète
store-rebuilt-damaged = base reconstruite depuis le journal ({ $count } fiches) : elle était endommagée
store-rebuilt-seen = base reconstruite depuis le journal ({ $count } fiches) : une partie illisible jusque-là a pu être lue
store-rebuilt-asked = base reconstruite depuis le journal ({ $count } fiches)
store-torn-tail = fin du journal coupée à la dernière étape entière ({ $bytes } octets)
store-hole-kept = l’historique { $first } à { $last } est perdu, les fiches sont là
store-hole = les entrées { $first } à { $last } du journal sont perdues
left-damaged = brouillon endommagé, gardé : { $path }
left-newer = brouillon d’un guichet plus récent, gardé : { $path }
left-unread = brouillon illisible ({ $cause }), gardé : { $path }
left-misnamed = copie d’un autre brouillon, à renommer ou à ôter : { $path }
left-not-text = l’éditeur n’a pas écrit de l’UTF-8 (octet { $offset }) ; fichier gardé : { $path }
left-unsaved = ce que vim n’avait pas enregistré (vim -r), à ôter ensuite : { $path }
left-unwritten = l’éditeur n’a pas pu recevoir le texte ({ $cause }) : { $path }
editor-same = { $reason } ; le texte reste comme il était
editor-taken = { $reason } ; ce qu’il a enregistré est repris
editor-drafted = { $reason } ; ce qu’il a enregistré reste en brouillon
store-ended = la base ne répond plus ; rien d’autre ne peut être enregistré, quitter et rouvrir (les brouillons sont gardés)
job-broken = Une erreur du programme a interrompu ce travail ; quitter et rouvrir
store-drafts-ended = les brouillons ne peuvent plus être gardés, quitter et rouvrir
store-unkept = { $cause }
system-1 = opération interdite
system-2 = introuvable
system-5 = erreur d’entrée ou de sortie du disque
system-11 = momentanément indisponible
system-12 = mémoire insuffisante
system-13 = accès interdit
system-16 = occupé par ailleurs
system-17 = existe déjà
system-18 = sur un autre système de fichiers
system-20 = ce n’est pas un dossier
system-21 = c’est un dossier
system-22 = demande refusée par le système
system-23 = trop de fichiers ouverts sur cette machine
system-24 = trop de fichiers ouverts
system-26 = fichier en cours d’exécution
system-27 = fichier trop grand
system-28 = plus de place sur le disque
system-30 = système de fichiers en lecture seule
system-32 = l’autre bout est fermé
system-36 = nom trop long
system-39 = le dossier n’est pas vide
system-40 = trop de liens à la suite
system-107 = liaison coupée
system-110 = délai dépassé
system-116 = ce fichier n’est plus là
system-122 = quota de disque dépassé
system-other = erreur { $number } du système
store-awaited-held = en attente de { $name } (processus { $pid }) ; pour en finir : kill { $pid }
store-reading-held = lecture seule : { $name } écrit (processus { $pid } sur { $host })
store-reading-disk-full = lecture seule : disque plein ; l’écriture reprend dès qu’il y a de la place
store-reading-not-permitted = lecture seule : écriture interdite dans { $path } ; elle reprend dès que les droits le permettent
store-reading-newer-format = lecture seule : écrite par un guichet plus récent (format { $found }, connu { $known }) ; mettre celui-ci à jour pour écrire : { $path }
store-reading-io = lecture seule : { $path } : { $cause }
store-reading-one-desk = lecture seule : base sur { $kind }, déjà ouverte ailleurs, où plusieurs guichets ne sont pas sûrs : { $path }
store-reading-gone = lecture seule : base disparue ; la remettre en place (saisie en brouillon) : { $path }
store-reading-other = lecture seule : autre base ici ; la remettre ou relancer (saisie en brouillon) : { $path }
store-reading-unreadable = lecture seule : base illisible ; la remettre en place (saisie en brouillon) : { $path } : { $cause }
store-writable-again = L’écriture est de nouveau possible.

## exchange
import-format = c’est { $what }, que guichet ne lit pas ; l’enregistrer en CSV ({ $endings })
import-empty = le fichier n’a pas de ligne d’en-tête
import-absent = ce fichier n’existe pas
import-denied = la lecture de ce fichier est interdite
import-no-file = ce n’est pas un fichier (dossier, périphérique ou tube)
import-unread = ce fichier ne peut pas être lu : { $what }
import-large = ce fichier dépasse { $what } Mio, la limite d’un import ; le partager en plusieurs
import-rows = ce fichier dépasse { $what } lignes, la limite d’un import ; le partager en plusieurs
import-columns = ce fichier dépasse { $what } colonnes, la limite d’un import
import-too-many-cells = ce fichier dépasse { $what } cellules, la limite d’un import ; le partager en plusieurs
import-inflates = ce fichier contient bien plus que sa taille ne l’annonce : plus qu’un tableau de fiches
import-workbook = ce classeur est abîmé, ou protégé par un mot de passe
import-no-sheet = pas de feuille de ce nom ; il y a : { $what }
import-json = cet objet n’est pas du JSON
import-quote = un guillemet ouvre ici une cellule et n’est jamais fermé ; cette ligne n’est pas lue
import-quote-to-end = un guillemet ouvre ici une cellule et n’est jamais fermé ; rien n’est lu à partir de cette ligne
import-headless = le fichier n’a pas de ligne d’en-tête, et rien n’y dit ce que ses colonnes contiennent
import-unrecognised = aucune colonne n’est reconnue : { $what }
import-cells = { $found } cellules au lieu de { $expected }
import-unknown = aucune fiche ne répond à cette ligne, et aucune n’est créée dans ce mode
import-id = l’id n’est pas celui d’une fiche de cette nature
import-shape = il manque à la ligne ce que ce tableau a toujours
import-whole = rien ici n’est de toutes les natures, comme l’écrit guichet export all ; pour un fichier d’une seule, dire laquelle
said-encoding = lu comme { $what }
said-encoding-words = lu comme { $what } : { $words }
said-separator = séparateur : « { $what } »
said-separator-tab = séparateur : tabulation
said-byte = l’octet { $what } n’est pas de l’UTF-8 ; lu « { $read } »
said-above = au-dessus de l’en-tête, laissé de côté : { $what }
said-headless = pas de ligne d’en-tête : les colonnes sont reconnues à ce qu’elles contiennent
said-nameless = colonne sans en-tête laissée de côté
said-repeated = deux colonnes « { $what } » ont les mêmes valeurs : une seule est lue
said-sheet = feuille lue : { $what } (autres feuilles : { $n })
said-merged = cellules fusionnées : { $n } ; la première a la valeur, les autres sont vides
said-dates = dates de « { $what } » : jour, mois, année
said-dates-unproven = dates de « { $what } » lues jour, mois, année ; aucune ne le prouve
said-dates-american = dates de « { $what } » : mois, jour, année, comme un jour au-delà de 12 le prouve
said-dates-iso = dates de « { $what } » : année, mois, jour
said-serials = dates de « { $what } » : nombres de jours d’un tableur
said-decimals = nombres de « { $what } » : « { $sign } » y précède les décimales ; rien ne le prouve
said-kept = colonnes lues comme « { $what } » le dit
said-kept-amiss = colonnes « { $what } » illisibles, laissées de côté
said-recalled = lignes douteuses décidées comme la dernière fois : { $n }
said-left = laissé de côté : { $what } × { $n }
said-column = colonne « { $what } » laissée de côté : inconnue
said-column-near = colonne « { $what } » laissée de côté : inconnue (peut-être { $near })
said-content = colonne « { $what } » reconnue à ce qu’elle contient : { $to }
doubt-several = { $what } fiches répondent à cette ligne : choisir laquelle
doubt-shared-code = le numéro { $what } est aussi celui d’une fiche d’un autre nom ; une seconde fiche est créée
doubt-renamed = change de nom : s’appelait « { $what } »
doubt-name-only = reconnu à son seul nom : { $what }
doubt-like = une fiche a presque ce nom : { $what } ; une seconde fiche est créée
doubt-in-trash = la fiche de cet id est à la corbeille : { $what }
doubt-same-id = même id que la ligne { $line }, avec d’autres valeurs : { $what }
doubt-unlike = déjà à la ligne { $line }, avec d’autres valeurs : { $what }
doubt-settled = décidé par une personne : un fichier n’y change rien
doubt-shared-acronym = deux organisations ont le sigle { $what }
doubt-shared-email = deux personnes ont l’adresse { $what }
doubt-namesake = un homonyme de { $what } existe ailleurs ; une seconde fiche est créée
doubt-name = prénom et nom séparés au jugé : { $what }
doubt-double = existe déjà : { $what }
doubt-repeated = deux fois dans le fichier, faite une fois : { $what }
doubt-full = complet ({ $taken }/{ $places }) : { $what }
doubt-kept = reste « { $state } » : un fichier n’y change rien, une personne peut le faire
doubt-foreign-id = identifiant d’un autre système laissé de côté : { $what }
doubt-left-out = « { $what } » laissé de côté : { $why }
doubt-unusual = « { $what } » : { $why }
doubt-made-organisation = organisation inconnue, créée : { $what }

## formats
format-csv = du CSV
format-json = du JSON
format-ndjson = du JSON, un objet par ligne
format-xlsx = un classeur Excel (xlsx)
format-ods = un classeur LibreOffice (ods)
format-xls = un ancien classeur Excel (xls)
format-zip = une archive (zip)
format-gz = un fichier compressé (gz)
format-pdf = un document PDF
format-vcard = une carte de visite (vCard)
format-ics = un calendrier (ics)
format-sympa = des lignes d’adresses (Sympa, en-têtes de mail)
format-html = une page web (html)
format-xml = du XML
format-binary = un fichier qui n’est pas du texte

## cli
cli-json-alone = --json accompagne une sous-commande (guichet --help)
cli-closing = c’est enregistré ; la base sera remise en ordre à la prochaine ouverture : { $cause }
cli-untold = c’est fait ; ce qu’il y a à en dire ne peut être écrit : { $cause }
cli-way-out = ouvrir guichet la remet en état, sinon : guichet doctor --repair
cli-export-kind = { $what } n’a pas de place pour ces fiches
cli-export-format = guichet n’écrit pas { $what } ; dire lequel par --format : { $formats }
cli-all-without = { $what } ne va pas avec all, qui prend les fiches entières de toutes les natures
cli-all-folder = un tableau est d’une seule nature : donner un dossier par --out, où chacune aura le sien
cli-all-format = { $what } ne garde pas toutes les natures entières ; dire lequel par --format : { $formats }
cli-all-newer = { $count } fiches d’une nature que seul un guichet plus récent connaît ne sont pas exportées
cli-export-store = { $what } : une base s’y trouve, rien d’autre n’y est écrit
cli-no-folder = aucun dossier pour la base ; définir HOME ou XDG_DATA_HOME, ou donner --store
cli-count = Nombre
cli-figures-format = un compte ne s’écrit pas en { $what } ; dire lequel par --format : { $formats }
cli-unknown-column = « { $what } » n’est pas une colonne de ces fiches
cli-unknown-column-near = « { $what } » n’est pas une colonne de ces fiches, peut-être « { $near } »
cli-unknown-numbers = « { $what } » n’est pas une colonne de nombres
cli-unknown-kind = « { $what } » : nature de fiche inconnue (guichet --help les nomme)
cli-unknown-kind-near = « { $what } » : nature de fiche inconnue, peut-être « { $near } »
cli-unknown-view = Aucune vue ne s’appelle « { $what } »
cli-unknown-view-near = Aucune vue ne s’appelle « { $what } » : « { $near } » ?
cli-view-other-kind = La vue « { $name } » ne liste pas de { $kind }
cli-record-form = « { $what } » : écrire NATURE/SIGLE ou NATURE/ID, par exemple adherent/UGA
cli-refused-kept = lignes non prises, à corriger et à importer de nouveau : { $path }
cli-import-done = lignes lues : { $read }, créées : { $made }, modifiées : { $updated }, inchangées : { $same }, liens : { $links }
cli-map-to = colonne « { $what } » → { $to } ({ $samples })
cli-map-left = colonne « { $what } » laissée de côté ({ $samples })
cli-map-kind = ce fichier dit où vont les colonnes de { $what }, non de { $kind }
cli-map-target = la colonne « { $header } » ne peut aller à { $what }
cli-dry = à blanc, rien n’est enregistré : { $what }
cli-nothing-to-undo = rien à annuler
cli-no-entry = le journal n’a pas d’entrée { $what }
cli-undo-conflicts = l’entrée { $entry } n’est pas annulée : { $what } ; --rest pour n’annuler que le reste, --force pour tout annuler quand même
cli-would-undo = à blanc, rien n’est enregistré : serait annulé ({ $entry }, { COUNT($count) ->
        [one] { COUNT($count) } fiche
       *[other] { COUNT($count) } fiches
    }) : { $step }
cli-undone = annulé ({ $entry }, { COUNT($count) ->
        [one] { COUNT($count) } fiche
       *[other] { COUNT($count) } fiches
    }) : { $step }
role-none = Aucun rôle : tous modifient tout.
role-others = tous les autres
role-as-others = (comme tous les autres)
role-is-reader = { $who } : lecteur
role-is-editor = { $who } : éditeur
role-is-editor-of = { $who } : éditeur ({ $kinds })
role-is-manager = { $who } : gestionnaire
role-no-login = un compte se nomme en un mot (voir guichet role --help)
role-kinds-alone = les natures ne valent que pour un éditeur
role-kind-role = « { $what } » : seul un gestionnaire change les rôles
role-kind-part = « { $what } » : ce n’est qu’une partie d’une nature de fiches (guichet --help les nomme)
role-no-account = « { $who } » : aucun compte de ce nom sur cette machine ; le rôle vaudra dès qu’il y sera
doctor-marker = { $path } : la marque de la base est endommagée ; rien n’est perdu, l’ouverture la refait
doctor-rights = { $path } : à { $owner }, et son groupe ou ses droits ne sont pas ceux d’une base partagée ; --repair, lancé par { $owner } ou root, les remet
doctor-header = { $path } : ses premiers octets sont endommagés ; rien n’est perdu pour autant
doctor-beyond = { $path } : son numéro est bien au-delà du journal, rien n’en est lu ; l’enlever si aucun guichet ne l’a écrit
doctor-unread = { $path } : { $bytes } octets à partir de l’octet { $offset } sont illisibles ({ $cause })
doctor-unread-file = { $path } : illisible ({ $cause })
doctor-no-entry = { $path } : octet { $offset } : ce qui s’y trouve n’est pas une entrée du journal
doctor-packed = { $path } : octet { $offset } : ce qui y était compressé est illisible
doctor-torn = { $path } : finit par { $bytes } octets d’une étape jamais enregistrée ; l’ouverture les retranche
doctor-entry = { $path } : octet { $offset } : l’entrée { $entry } est illisible
doctor-unfitting = entrée { $entry } : { $record } n’était pas ce que cette entrée remplace
doctor-unentitled = entrée { $entry }, de { $name } : faite sans en avoir le droit ({ $cause })
doctor-denied-reader = son rôle était de lire
doctor-denied-kind = son rôle ne permettait pas de modifier les { $kind }
doctor-denied-unknown = son rôle ne permettait pas de modifier ces fiches, d’une nature inconnue ici
doctor-denied-roles = seul un gestionnaire change les rôles : { $who }
doctor-denied-unmanaged = il n’y avait plus de gestionnaire
doctor-denied-twice = { $who } avait déjà un rôle
doctor-denied-unnamed = un gestionnaire se nomme : pas tous à la fois
doctor-denied-nameless = le programme qui l’a faite ne connaît pas les rôles, et ne dit pas de quel compte elle est
doctor-hole-kept = les entrées { $first } à { $last } manquent au journal : leur historique est perdu, les fiches sont là
doctor-hole = les entrées { $first } à { $last } manquent au journal : ce qu’elles ont fait est perdu, sauf ce que sled détient ; --repair l’y reprend
doctor-snapshot = { $path } : endommagé ; un instantané plus ancien et le journal en tiennent lieu
doctor-half = { $path } : jamais achevé, ne compte pas
doctor-differs = { $record } : l’instantané en dit autre chose que le journal
doctor-record = { $record } : illisible
doctor-reference = { $record }, { $field } : renvoie à { $target }, qui n’existe pas ; en choisir un autre dans sa fiche
doctor-draft = { $path } : ce brouillon est illisible
doctor-edited = { $path } : un texte d’éditeur attend ; la prochaine ouverture du guichet le propose
doctor-draft-kept = { $path } : brouillon d’un guichet plus récent, ou hors d’atteinte ; gardé
doctor-sled-unlooked = sled n’a pas été examiné, aucune copie n’a pu en être faite : { $cause }
doctor-sled-held = sled n’a pas été examiné : { $name } a ouvert la base (processus { $pid } sur { $host })
doctor-sled-missing = sled est absent : la prochaine ouverture le fera
doctor-sled-damaged = sled est illisible ({ $cause }) : la prochaine ouverture le refera
doctor-sled-behind = il manque des entrées à sled ({ $count }) : la prochaine ouverture les appliquera
doctor-ahead = les entrées { $first } à { $last } ne sont que dans sled : leur historique est perdu, les fiches sont là
doctor-sled-record = { $record } : sled en dit autre chose que le journal ; --repair le refait
doctor-sled-history = l’index de l’historique de sled n’est pas celui du journal ; --repair le refait
doctor-aside-nothing = { $path } : mis de côté ({ $kilobytes } ko), rien que le journal n’ait ; rm -r peut l’enlever
doctor-aside-entries = { $path } : mis de côté ({ $kilobytes } ko), avec des entrées que le journal n’a pas ainsi ({ $count }), refusées ou perdues ; à garder tant qu’il manque quelque chose
doctor-aside-another = { $path } : mis de côté ({ $kilobytes } ko), un autre journal que celui-ci ; rm -r l’enlève quand plus rien n’en est attendu
doctor-aside-sled = { $path } : mis de côté ({ $kilobytes } ko), repris de lui-même s’il manque des entrées ; rm -r peut l’enlever si rien d’autre n’est dit ici
doctor-aside-unknown = { $path } : mis de côté ({ $kilobytes } ko), la base s’en passe ; rm -r l’enlève quand plus rien n’en est attendu
cli-doctor-more = … et { $n } de même sorte, { $of } en tout (--all les dit toutes)
cli-doctor-aside = mis de côté : { $what }
cli-doctor-repaired = refaite ; la base d’avant : { $what }
cli-doctor-mended = groupes ou droits remis : { $n }
cli-doctor-good = { $n } fiches, { $entry } entrées au journal : rien n’est endommagé
cli-doctor-bad = { $n } fiches, { $entry } entrées au journal : des dégâts ont été trouvés
cli-backup-exists = { $what } : un fichier s’y trouve déjà ; choisir un autre nom
cli-backup-no-folder = { $what } : le dossier qui doit contenir le fichier n’existe pas
cli-backup-below = la base tient { $n } fiches (écriture { $entry }), elle en a tenu { $were } (écriture { $witnessed }) : rien n’est écrit ; --force si c’est voulu
cli-backup-done = { $n } fiches dans { $what }, relues
cli-restore-done = { $n } fiches restaurées
cli-restore-denied-roles = seul un gestionnaire remplace une base qui a des rôles : { $who }
cli-restore-aside = la base d’avant : { $what }
cli-share-done = partagée avec le groupe { $group } : ses membres lisent et écrivent dans cette base
cli-share-manager = { $who } en est le premier gestionnaire ; tous les autres y modifient tout, tant qu’aucun rôle n’en dit autrement (guichet role)
cli-share-closed = { $path } : les membres du groupe { $group } ne peuvent pas traverser ce dossier ; leur en donner le droit (chmod g+x ou o+x), ou déplacer la base
cli-share-amiss = { $path } : encore fermé au groupe ; que son propriétaire ou root lance guichet doctor --repair
cli-share-back = { $path } : n’est plus partagée, et n’est ouverte qu’à son propriétaire
cli-share-no-group = pas de groupe { $group } sur cette machine ; getent group les donne
cli-share-outside = { $account } n’est pas membre du groupe { $group } ; l’y ajouter d’abord, puis se reconnecter
cli-share-world = { $path } : ce dossier est ouvert à tous ; chmod o-rwx d’abord
cli-share-renamable = { $path } : d’autres peuvent renommer ce qui s’y trouve, donc mettre autre chose à la place de la base ; chmod go-w, ou déplacer la base
cli-share-network = { $path } : sur { $kind }, un système de fichiers en réseau, où plusieurs guichets à la fois ne sont pas sûrs ; déplacer la base sur un disque de cette machine
cli-share-not-shared = { $path } : n’est pas partagée
cli-check-good = configuration, claviers et thèmes sont bons
cli-sample-not-empty = la base n’est pas vide ; donner un dossier neuf avec --store
cli-sample-done = { $n } fiches

## term
term-not-a-terminal = pas de terminal sur { $stream } ; les mêmes verbes existent en ligne de commande (guichet --help)
term-dumb = ce terminal ($TERM={ $term }) ne sait pas placer son curseur ; les mêmes verbes existent en ligne de commande (guichet --help)
term-io = terminal : { $cause }
term-panicked = erreur interne ({ $thread }) : { $text } ; ce qui est enregistré est sauf
term-copy-too-long = trop long pour être copié ({ $length } octets, { $limit } au plus)
term-no-clipboard = la console n’a pas de presse-papiers ; rien n’est copié
term-no-editor = aucun éditeur ; définir VISUAL ou EDITOR
term-editor-start = { $command } : { $cause }
term-editor-failed = l’éditeur a échoué ({ $code })
term-editor-killed = l’éditeur a été interrompu
term-editor-missing = éditeur introuvable : { $command }
term-editor-at-once = l’éditeur a rendu la main aussitôt ; à fenêtre, il lui faut --wait : { $command }
term-editor-busy = un éditeur est déjà ouvert

## ui

## The screen

tab-0 = Aujourd’hui
tab-1 = Adhérents
tab-2 = Partenaires
tab-3 = Formations
tab-4 = Listes
tab-5 = Contacts
tab-6 = Événements
tab-7 = Solutions
tab-8 = Accords
tab-9 = Chiffres
pane-trash = Corbeille
screen-small = Fenêtre trop petite : 60 × 16 au moins

key-enter = entrée
key-esc = échap
key-tab = tab
key-backspace = retour
key-delete = suppr
key-insert = inser
key-home = début
key-end = fin
key-pgup = pg.préc
key-pgdn = pg.suiv
key-up = ↑
key-down = ↓
key-left = ←
key-right = →
key-space = espace

mark-sifting = Les fiches qui répondent au filtre sont encore cherchées : rien n’est marqué.
mark-marking = Toutes les lignes sont en train d’être marquées…
mark-misunderstood = Le filtre n’est pas compris en entier : rien n’est marqué.
mark-no-section = On marque tout d’une rubrique, le curseur sur elle.
list-marked = { $n ->
    [one] 1 marquée
   *[other] { $n } marquées
}
list-hidden = dont { $n } hors de la liste
list-held = plus dans cette liste
list-partial = liste partielle : chargement en cours
list-loading = Chargement des fiches…
list-nothing = Rien ici pour l’instant.
list-empty = Rien ici pour l’instant. { $key } ajoute une première fiche.
list-no-match = Aucune fiche ne répond au filtre. { $key } l’efface.
list-sifting = Recherche parmi toutes les fiches : { $n } %. { $key } l’abandonne.
list-sorting = tri en cours…
list-ungrouped = trop de lignes pour grouper
group-empty = (vide)
group-none = Pas de groupes ici : les colonnes se choisissent, et le groupe avec elles

status-demo = démonstration
status-others = { $who } : { $step }
status-read-only = lecture seule
status-reader = lecteur
status-loading = chargement : { $n } fiches sur { $of }
status-opening = ouverture en écriture
status-changing = enregistrement en cours
status-taking = prise en compte : { $n } changements sur { $of }
status-saved = enregistré · { $at }

find-title = Trouver une fiche
find-total = { $n ->
    [0] aucune fiche
    [one] { $n } fiche
   *[other] { $n } fiches
}
find-nothing = Aucune fiche ne contient ces mots.
find-nothing-yet = Rien encore : tout n’est pas chargé.
chooser-nothing = Rien ne répond à ce texte.
history-loading = Lecture de l’historique…
history-nothing = Aucune modification enregistrée.

form-saving = Enregistrement…
form-draft = Non enregistré. La saisie est gardée comme brouillon.
objection-full = Complet : { $taken }/{ $places }
objection-was = Cette fiche est « { $state } » jusqu’ici
objection-twice = existe déjà : { $title } ({ $state })
objection-bulk =
    { $n ->
    [one] { $what }
   *[other] { $n } fiches : { $what } …
    }
form-objected = Rien n’est encore enregistré : lisez ce qui est signalé, puis enregistrez à nouveau
form-duplicates = { $n ->
    [one] Cette fiche existe peut-être déjà :
   *[other] Cette fiche existe peut-être déjà ({ $n } proches) :
}
blank-date = 15/11/2026, 2026, +7, demain
blank-boolean = oui ou non
blank-pick = { $key } pour choisir
blank-many = plusieurs valeurs séparées par ;
quick-hint = Du texte pour le nom, puis champ:valeur, autant de fois que voulu.
bulk-changes = { $n } sur { $total } changent

confirm-title = Confirmer
confirm-read = À lire
confirm-close = fermer
confirm-more = … et { $n } de plus
confirm-yes = oui
confirm-rest = le reste seulement
confirm-all = tout
confirm-no = non

query-unknown-field = champ inconnu : { $word }
query-field-of-others = ces fiches n’ont pas ce champ : { $word }
query-unknown-choice = valeur inconnue : { $word }
query-not-a-number = ce n’est pas un nombre : { $word }
query-not-a-date = ce n’est pas une date : { $word }
query-not-a-boolean = oui ou non, pas : { $word }
query-not-comparable = ni nombre ni date : { $word }
query-unknown-kind = nature de fiche inconnue : { $word }
query-unknown-mark = seuls « is:trashed » et « is:past » existent, pas : { $word }
query-never-past = cela n’est jamais passé : { $word }
query-bracket = aucune parenthèse n’est ouverte : { $word }
query-too-long = trop long, le reste est laissé de côté
query-unfinished = il manque quelque chose : { $word }
query-nearest = (peut-être { $word })

meaning-everything = toutes les fiches
meaning-and = et
meaning-or = ou
meaning-not = pas ({ $what })
meaning-word = « { $word } »
meaning-value = { $field } : { $values }
meaning-title = intitulé avec { $words }
meaning-record = la fiche { $records }
meaning-has = { $field } renseigné
meaning-kinds = parmi { $kinds }
meaning-linked = lié à { $link } ({ $what })
meaning-at-least = { $kinds } : au moins { $from }
meaning-at-most = { $kinds } : au plus { $to }
meaning-exactly = { $kinds } : { $from }
meaning-between = { $kinds } : de { $from } à { $to }
meaning-over = passé
meaning-past = { $what }, par le passé
meaning-ever = { $what }, passé compris
meaning-trashed = dans la corbeille
how-whole = mot entier
how-beginning = début d’un mot
how-inside = à l’intérieur d’un mot
how-initials = initiales
how-part = partie d’un numéro ou d’une adresse
how-typo = à une lettre près
how-abbreviation = abréviation
how-scattered = lettres dispersées

## The command line: help, manual page, wrong usage

usage-about = Le guichet des relations d’une agence de mutualisation, dans un terminal.
usage-usage = Usage :
usage-commands = Commandes
usage-command = COMMANDE
usage-arguments = Arguments
usage-options = Options
usage-help = Afficher l’aide
usage-version = Afficher la version
usage-kinds = Natures : { $kinds }
usage-man-name = NOM
usage-man-commands = COMMANDES
usage-man-extra = NATURES
usage-store = Le dossier de la base
usage-demo = Une base jetable, remplie du rapport de 2022
usage-json = Répondre en JSON
usage-find = Trouver des fiches de toute nature
usage-find-query = Des mots et des termes champ:valeur
usage-find-view = Parmi les lignes de cette vue, avec ses colonnes et dans son ordre
usage-find-kind = Seulement les fiches de cette nature (organisation, adherent, person, list…)
usage-find-count = Dire combien il y en a, au lieu de les nommer
usage-find-group = Les compter par valeur de cette colonne
usage-find-sum = La somme de ces colonnes de nombres (à virgules)
usage-find-limit = Au plus tant de fiches
usage-show = Montrer une fiche entière
usage-show-format = Comme quoi
usage-show-record = Nature et identifiant, sigle ou nom : adherent/UGA
usage-import = Importer un fichier
usage-import-kind = Ce que sont ses lignes (organisation, adherent, person, list…) ; all : ce qu’export all a écrit, fichier ou dossier
usage-import-file = Un fichier ({ $endings }), avec les clés ou les libellés des champs en tête, ou une table du rapport
usage-import-dry-run = Dire ce qui serait fait, et ne rien faire
usage-import-map = Ce que ses colonnes deviennent : lu dans ce fichier, ou écrit dedans s’il n’existe pas
usage-import-mode = Ce qu’il peut changer (fill, update, replace, create, update-only) ; update par défaut
usage-import-refused = Écrire les lignes non prises dans ce fichier, avec la raison ; sans nom, à côté du fichier (NOM-refused.csv)
usage-import-encoding = Encodage des lettres (utf-8, utf-16, windows-1252, iso-8859-15, macroman, cp850) ; sans cette option il est reconnu
usage-import-separator = Signe entre les cellules (virgule, point-virgule, tab ou |) ; sans cette option il est reconnu
usage-import-sheet = Feuille d’un classeur, par son nom ou son numéro ; sans cette option la première qui a un en-tête
usage-export = Exporter des fiches
usage-export-kind = La nature (organisation, adherent, person, list…) ; all : toutes, corbeille comprise, telles qu’import all les rend
usage-export-query = Seulement ce que trouve cette requête
usage-export-view = Seulement les lignes de cette vue, avec ses colonnes et dans son ordre
usage-export-columns = Quelles colonnes : celles du volet (shown), toutes (all), ou celles-ci (à virgules)
usage-export-count = Dire combien il y en a, au lieu de les écrire
usage-export-group = Les compter par valeur de cette colonne
usage-export-sum = La somme de ces colonnes de nombres (à virgules)
usage-export-format = Le format
usage-export-french = CSV pour un tableur français : en-têtes et valeurs en français, points-virgules, marque d’ordre des octets
usage-export-out = Le fichier à écrire (pour all en CSV : le dossier) ; sans lui, la sortie standard
usage-history = L’historique d’une fiche : qui, quand, avant, après
usage-history-record = Nature et identifiant, sigle ou nom : adherent/UGA
usage-duplicates = Les fiches qui sont sans doute deux fois là, et ce qui le dit
usage-duplicates-kind = La nature des fiches
usage-duplicates-same = Seulement celles dont rien ne fait douter
usage-duplicates-limit = Autant de groupes au plus
usage-duplicates-merge = Fusionner celles dont rien ne fait douter, en une étape, chacune dans la plus ancienne
usage-merge = Faire de plusieurs fiches une seule : la première reste, rien n’est perdu
usage-merge-records = Les fiches, celle qui reste en premier
usage-merge-dry-run = Dire ce qui serait fait, et ne rien faire
usage-undo = Annuler sa dernière étape, ou cette entrée du journal
usage-undo-entry = Le numéro de l’entrée (voir guichet history) ; sans lui, sa dernière étape encore faite
usage-undo-dry-run = Dire ce qui serait annulé, et ne rien faire
usage-undo-rest = Garder ce qui a été modifié depuis, annuler le reste
usage-undo-force = Annuler même si les mêmes champs ont été modifiés depuis
usage-who = Dire qui a la base ouverte, depuis quand, d’où, sur quelle fiche
usage-role = Dire ou changer qui peut modifier quoi
usage-role-login = Le compte, tel que le système le nomme ; « * » pour tous les autres
usage-role-role = Ce qu’il devient ; sans lui, dire ce qu’il est
usage-role-kinds = D’un éditeur, les seules natures qu’il modifie (person, task…) ; sans elles, toutes
usage-sample = Remplir une base de personnes inventées, pour des essais et des mesures
usage-sample-people = Combien de personnes
usage-sample-seed = La même graine fait les mêmes fiches, quel que soit le jour
usage-backup = Écrire toutes les fiches dans un fichier, et le relire
usage-backup-file = Le fichier, qui ne doit pas encore exister
usage-backup-force = Même si la base tient moins de fiches qu’auparavant
usage-restore = Faire une base d’une sauvegarde
usage-restore-file = La sauvegarde
usage-restore-replace = Mettre de côté la base qui s’y trouve
usage-share = Partager la base avec un groupe de comptes de cette machine, ou la reprendre pour soi
usage-share-group = Le groupe, dont les membres liront et écriront
usage-share-back = Ne plus partager la base
usage-doctor = Examiner la base, du premier octet au dernier
usage-doctor-all = Dire tout ce qui est trouvé, et non les premiers de chaque sorte
usage-doctor-repair = Refaire une base endommagée dans un dossier neuf, et garder l’ancienne à côté
usage-check = Vérifier la configuration, les claviers et les thèmes
usage-check-files = Ces fichiers seuls ; sans eux, ceux du programme et les vôtres
usage-completions = Écrire les complétions d’un shell
usage-completions-shell = Le shell
usage-man = Écrire la page de manuel
usage-value-dir = DOSSIER
usage-value-encoding = ENCODAGE
usage-value-entry = ENTRÉE
usage-value-file = FICHIER
usage-value-files = FICHIER
usage-value-group = GROUPE
usage-value-format = FORMAT
usage-value-field = CHAMP
usage-value-columns = COLONNES
usage-value-kind = NATURE
usage-value-kinds = NATURES
usage-value-login = COMPTE
usage-value-kind-id-or-sigle = NATURE/ID_OU_SIGLE
usage-value-mode = MODE
usage-value-n = N
usage-value-name = NOM
usage-value-q = REQUÊTE
usage-value-query = REQUÊTE
usage-value-record = FICHE
usage-value-role = RÔLE
usage-value-s = GRAINE
usage-value-shell = SHELL
usage-value-sheet = FEUILLE
usage-value-sign = SIGNE
usage-wrong-unknown = « { $what } » : option ou argument inconnu
usage-wrong-subcommand = « { $what } » : commande inconnue
usage-wrong-missing = il manque { $what }
usage-wrong-conflict = { $what } ne va pas avec { $other }
usage-wrong-no-value = { $what } attend une valeur
usage-wrong-value = « { $value } » ne convient pas à { $what }
usage-wrong-count = « { $value } » est de trop, ou il manque une valeur à { $what }
usage-wrong-utf8 = un argument n’est pas de l’UTF-8
usage-wrong-other = arguments mal formés
usage-near = , peut-être « { $what } »
usage-possible = , parmi : { $what }
usage-see = { "" } ; voir guichet --help

near-blank = non dit
near-same = le même
near-slip = à une lettre près
near-near = à quelques lettres près
near-part = le même en partie
near-touch = un mot en commun
near-swapped = prénom et nom échangés
near-other = un autre
evidence =
    { $many ->
        [yes] { $field } : { $near }, que { $n } fiches ont
       *[no] { $field } : { $near }
    }
twins-same = sûr
twins-ask = à voir
twins-summary = { $kind } : { $n } comparés, { $same } sûrs, { $ask } à voir
twins-merged = { $n } groupes fusionnés en une étape (guichet undo pour y revenir)
twins-not-compared = les fiches de nature « { $kind } » n’ont pas de nom à elles : rien n’est à comparer
merge-done = { $n } fiches n’en font qu’une, { $record } ; liens déplacés : { $moved }, en double : { $doubled }
merge-absent = une des fiches n’est pas là, ou est à la corbeille
merge-kinds = les fiches ne sont pas de la même nature
merge-alone = il faut au moins deux fiches
merge-many = { $n } fiches marquées : { $most } au plus se fusionnent d’un coup
merge-nothing = rien à fusionner : tout a changé entre-temps
merge-title = Fusionner { $n } fiches · { $kind }
merge-stays = reste
merge-result = → devient
merge-moved = Liens déplacés : { $links }
merge-doubled = En double, à la corbeille : { $links }
merge-trashed =
    { $n ->
        [one] À la corbeille : { $n } fiche
       *[other] À la corbeille : { $n } fiches
    }
review-title = Doublons · { $kind }
review-looking = Recherche : étape { $n } sur { $of }
review-compared =
    { $n ->
        [one] { $count } fiche comparée
       *[other] { $count } fiches comparées
    }
review-all = tous
review-same = sûrs
review-ask = à voir
review-score = { $band }, { $chance } %
review-nothing = Rien ne semble là deux fois
review-not-kept = pour cette nature de fiches cela ne se retient pas
ask-merge-same =
    { $n ->
        [one] Fusionner { $n } groupe sûr, en une étape ?
       *[other] Fusionner { $n } groupes sûrs, en une étape ?
    }
review-more = … et { $n } de plus
left-groups =
    { $n ->
        [one] { $n } groupe laissé, changé entre-temps par { $who }
       *[other] { $n } groupes laissés, changés entre-temps par { $who }
    }
