DROP INDEX "gold"."enrichments_by_created";--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_workspace";--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_updated";--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_duration";--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_contacts";--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_name";--> statement-breakpoint
CREATE INDEX "enrichments_by_created" ON "gold"."enrichments" USING btree ("data_criacao","id_enriquecimento","id_workspace","nome_workspace","status_processamento","tipo_contato","categoria_tamanho_job","data_atualizacao","duracao_processamento_minutos","total_contatos");--> statement-breakpoint
CREATE INDEX "enrichments_by_workspace" ON "gold"."enrichments" USING btree ("id_workspace","data_criacao","id_enriquecimento","nome_workspace","status_processamento","tipo_contato","categoria_tamanho_job","data_atualizacao","duracao_processamento_minutos","total_contatos");--> statement-breakpoint
CREATE INDEX "enrichments_by_updated" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","data_atualizacao","id_workspace","data_criacao","id_enriquecimento","tipo_contato");--> statement-breakpoint
CREATE INDEX "enrichments_by_duration" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","duracao_processamento_minutos","id_workspace","data_criacao","id_enriquecimento","tipo_contato");--> statement-breakpoint
CREATE INDEX "enrichments_by_contacts" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","total_contatos","id_workspace","data_criacao","id_enriquecimento","tipo_contato");--> statement-breakpoint
CREATE INDEX "enrichments_by_name" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","nome_workspace","id_workspace","data_criacao","id_enriquecimento","tipo_contato");